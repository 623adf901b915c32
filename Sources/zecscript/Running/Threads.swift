internal import Glibc

/// Runs `body` on a thread with a large stack and waits for its end.
/// - Throws: ``ConfigurationError`` if the system can't start a thread.
func onThread(stackSize: Int, _ body: () -> Void) throws {
    try withoutActuallyEscaping(body) { body in
        let argument = Unmanaged.passRetained(ThreadBody(body))
        defer { argument.release() }
        var thread = pthread_t()
        let status = withUnsafeTemporaryAllocation(of: pthread_attr_t.self, capacity: 1) { memory in
            let attributes = memory.baseAddress
            guard let attributes, pthread_attr_init(attributes) == 0 else { return ENOMEM }
            defer { pthread_attr_destroy(attributes) }
            pthread_attr_setstacksize(attributes, stackSize)
            return pthread_create(&thread, attributes, threadMain, argument.toOpaque())
        }
        guard status == 0 else {
            throw ConfigurationError(
                message: "no thread can be started: \(String(cString: strerror(status)))")
        }
        pthread_join(thread, nil)
    }
}

private func threadMain(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let argument { Unmanaged<ThreadBody>.fromOpaque(argument).takeUnretainedValue().run() }
    return nil
}

private final class ThreadBody {
    let run: () -> Void

    init(_ run: @escaping () -> Void) { self.run = run }
}

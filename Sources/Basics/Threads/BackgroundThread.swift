internal import Glibc

/// A thread of its own, without the start-up cost of a thread pool.
package struct BackgroundThread: @unchecked Sendable {
    // `@unchecked Sendable`: a thread's id may be used from every thread.
    private let id: pthread_t

    /// Starts a thread that runs `body` and ends with it; nil if the system can't start a thread.
    ///
    /// `stackSize` is in bytes; nil: the system's default.
    package init?(stackSize: Int? = nil, _ body: @escaping @Sendable () -> Void) {
        let argument = Unmanaged.passRetained(Body(run: body)).toOpaque()
        guard let id = startThread(stackSize: stackSize, argument) else {
            Unmanaged<Body>.fromOpaque(argument).release()
            return nil
        }
        pthread_detach(id)
        self.id = id
    }

    /// Sends a signal to this thread, which must still run.
    package func send(_ signal: Int32) {
        pthread_kill(id, signal)
    }
}

private func startThread(stackSize: Int?, _ argument: UnsafeMutableRawPointer) -> pthread_t? {
    withUnsafeTemporaryAllocation(of: pthread_attr_t.self, capacity: 1) { memory in
        guard let attributes = memory.baseAddress, pthread_attr_init(attributes) == 0 else { return nil }
        defer { pthread_attr_destroy(attributes) }
        if let stackSize { pthread_attr_setstacksize(attributes, stackSize) }
        var id = pthread_t()
        let status = pthread_create(
            &id, attributes,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, argument)
        return status == 0 ? id : nil
    }
}

private final class Body: Sendable {
    let run: @Sendable () -> Void

    init(run: @escaping @Sendable () -> Void) {
        self.run = run
    }
}

internal import Glibc

/// A thread of the program's own, without the start-up cost of a thread pool.
struct BackgroundThread: @unchecked Sendable {
    // `@unchecked Sendable`: a thread's id may be used from every thread.
    private let id: pthread_t

    /// Starts a thread that runs `body` and ends with it; nil where the system has no thread left.
    init?(_ body: @escaping @Sendable () -> Void) {
        let argument = Unmanaged.passRetained(Body(run: body)).toOpaque()
        var id = pthread_t()
        let status = pthread_create(
            &id, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, argument)
        guard status == 0 else {
            Unmanaged<Body>.fromOpaque(argument).release()
            return nil
        }
        pthread_detach(id)
        self.id = id
    }

    /// Sends a signal to this thread, which must still run.
    func send(_ signal: Int32) {
        pthread_kill(id, signal)
    }
}

private final class Body: Sendable {
    let run: @Sendable () -> Void

    init(run: @escaping @Sendable () -> Void) {
        self.run = run
    }
}

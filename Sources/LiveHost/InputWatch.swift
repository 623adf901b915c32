internal import Basics
internal import Dispatch
internal import Glibc
internal import Synchronization

/// Reports once, each time it is armed, that standard input can be read or has ended.
final class InputWatch: Sendable {
    private enum State { case unused, resting, watching }

    private let state = Mutex(State.unused)
    private let wanted = DispatchSemaphore(value: 0)
    private let descriptor: Int32
    private let onReadable: @Sendable () -> Void

    /// Makes a watch that rests; `onReadable` is called on a thread of its own, which the first ``arm()`` makes.
    init(descriptor: Int32 = STDIN_FILENO, onReadable: @escaping @Sendable () -> Void) {
        self.descriptor = descriptor
        self.onReadable = onReadable
    }

    /// Watches until standard input can be read; does nothing if it is watching already.
    func arm() {
        let before = state.withLock { state in
            defer { state = .watching }
            return state
        }
        guard before != .watching else { return }
        wanted.signal()
        if before == .unused { _ = BackgroundThread { [self] in while true { watchOnce() } } }
    }

    private func watchOnce() {
        wanted.wait()
        var input = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while poll(&input, 1, -1) < 0, errno == EINTR {}
        state.withLock { $0 = .resting }
        onReadable()
    }
}

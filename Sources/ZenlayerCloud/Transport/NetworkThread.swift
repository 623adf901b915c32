package import NIOCore
internal import NIOPosix

/// The one thread that does network I/O, made when it is first needed.
///
/// One thread carries tens of thousands of requests a second; a script that never asks for anything never pays for it.
package final class NetworkThread {
    private var group: MultiThreadedEventLoopGroup?

    package init() {}

    /// The loop of that thread.
    package var eventLoop: any EventLoop {
        if let group { return group.next() }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        self.group = group
        return group.next()
    }

    /// Ends the thread once `ends` have come.
    func shutDown(after ends: [EventLoopFuture<Void>]) {
        guard let group else { return }
        EventLoopFuture.andAllComplete(ends, on: group.next()).whenComplete { _ in
            group.shutdownGracefully { _ in }
        }
    }
}

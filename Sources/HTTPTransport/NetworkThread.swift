package import NIOCore
internal import NIOPosix

/// The process's one thread for network I/O, made when it is first needed.
///
/// It carries tens of thousands of requests per second; a script that makes no request never starts it. It ends with the
/// process: a name that is still being resolved would call back into a loop that was shut down.
package enum NetworkThread {
    private static let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    /// The loop of that thread.
    package static let eventLoop: any EventLoop = group.next()
}

internal import Basics
internal import HTTPTransport
internal import NIOCore
internal import NIOPosix

/// Opens TCP connections, to check whether that is possible, and closes them again.
final class TCPConnector {
    private let post: @Sendable (UInt64, String?) -> Void
    private var completions: [UInt64: (String?) -> Void] = [:]
    private var lastAttempt: UInt64 = 0

    /// Makes a connector; `post` gets an attempt's number and its failure, on the network's thread.
    init(post: @escaping @Sendable (UInt64, String?) -> Void) {
        self.post = post
    }

    var isBusy: Bool { !completions.isEmpty }

    func connect(
        hostname: String, port: Int, timeout: Duration, completion: @escaping (String?) -> Void
    ) -> any Cancellable {
        lastAttempt += 1
        let attempt = lastAttempt
        completions[attempt] = completion
        if 1...65_535 ~= port {
            open(hostname: hostname, port: port, timeout: timeout, attempt: attempt)
        } else {
            post(attempt, "\(port) is not a port number")
        }
        return Attempt(connector: self, number: attempt)
    }

    private func open(hostname: String, port: Int, timeout: Duration, attempt: UInt64) {
        ClientBootstrap(group: NetworkThread.eventLoop)
            .connectTimeout(TimeAmount(timeout))
            .connect(host: hostname, port: port)
            .whenComplete { [post] result in
                switch result {
                case .success(let channel):
                    channel.close(promise: nil)
                    post(attempt, nil)
                case .failure(let error): post(attempt, networkReason(error))
                }
            }
    }

    /// Calls the completion of an attempt that has ended, unless it was cancelled.
    func deliver(_ attempt: UInt64, failure: String?) {
        completions.removeValue(forKey: attempt)?(failure)
    }

    fileprivate func giveUp(_ attempt: UInt64) {
        completions[attempt] = nil
    }
}

private final class Attempt: Cancellable {
    private weak var connector: TCPConnector?
    private let number: UInt64

    init(connector: TCPConnector, number: UInt64) {
        self.connector = connector
        self.number = number
    }

    func cancel() { connector?.giveUp(number) }
}

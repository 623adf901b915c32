import Foundation
import Glibc
import Synchronization

/// A server of raw sockets on a free port of this machine, which can do what a real HTTP server never does.
///
/// It listens until the process ends: the number of a closed socket could already belong to another test's socket.
final class LoopbackServer: Sendable {
    /// One accepted connection; every call blocks its own thread.
    struct Connection: Sendable {
        /// Counts from 1 in the order of acceptance.
        let number: Int
        fileprivate let socket: Int32

        /// Reads up to the end of a request's head; nil if the client has closed the connection.
        func readRequest() -> String? {
            var bytes: [UInt8] = []
            var byte: UInt8 = 0
            while read(socket, &byte, 1) == 1 {
                bytes.append(byte)
                guard bytes.suffix(4).elementsEqual("\r\n\r\n".utf8) else { continue }
                return String(decoding: bytes, as: UTF8.self)
            }
            return nil
        }

        /// Sends text; returns false if the client has closed the connection.
        @discardableResult
        func write(_ text: String) -> Bool {
            send(socket, text, text.utf8.count, Int32(MSG_NOSIGNAL)) == text.utf8.count
        }

        /// Sends bytes; returns false if the client has closed the connection.
        @discardableResult
        func write(_ bytes: [UInt8]) -> Bool {
            send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
        }

        /// Waits until the client closes its side.
        func waitForTheEnd() {
            var byte: UInt8 = 0
            while read(socket, &byte, 1) == 1 {}
        }

        /// Makes the close that follows a reset.
        func reset() {
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(socket, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
        }
    }

    let port: Int
    private let accepted = Mutex(0)

    /// The number of connections that clients have opened.
    var connectionCount: Int { accepted.withLock { $0 } }

    /// Listens, and runs `handle` on a thread for each connection, which is closed when it returns.
    init(_ handle: @escaping @Sendable (Connection) -> Void) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        port = bindToFreePort(listener)
        listen(listener, 64)
        Thread.detachNewThread { [self] in
            while true {
                let socket = accept(listener, nil, nil)
                guard socket >= 0 else { return }
                let number = accepted.withLock { count in
                    count += 1
                    return count
                }
                Thread.detachNewThread {
                    handle(Connection(number: number, socket: socket))
                    close(socket)
                }
            }
        }
    }

    /// A port on which no program listens, because its listener was closed.
    static func refusedPort() -> Int {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        return bindToFreePort(listener)
    }
}

private func bindToFreePort(_ socket: Int32) -> Int {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
            _ = bind(socket, address, size)
            _ = getsockname(socket, address, &size)
        }
    }
    return Int(UInt16(bigEndian: address.sin_port))
}

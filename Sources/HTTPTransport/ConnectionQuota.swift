internal import DequeModule

/// Decides which requests may use a connection now, and which wait until a connection to their server is free.
///
/// Requests wait here rather than in the connection pool, whose connect time-out would also count the time in its queue.
struct ConnectionQuota {
    /// The limit of connections to one server.
    let connectionsMax: Int
    private var busy: [String: Int] = [:]
    private var waiting: [String: Deque<UInt64>] = [:]

    init(connectionsMax: Int) {
        self.connectionsMax = connectionsMax
    }

    /// Whether request `number` may start; if not, a later ``release(_:)`` returns it.
    mutating func admit(_ number: UInt64, to server: String) -> Bool {
        guard busy[server, default: 0] >= connectionsMax else {
            busy[server, default: 0] += 1
            return true
        }
        waiting[server, default: []].append(number)
        return false
    }

    /// Releases one connection.
    ///
    /// - Returns: The request that has waited longest and starts now, if there is one.
    mutating func release(_ server: String) -> UInt64? {
        if let next = waiting[server]?.popFirst() { return next }
        waiting[server] = nil
        let left = busy[server, default: 1] - 1
        busy[server] = left == 0 ? nil : left
        return nil
    }

    /// Removes a request that has not started from the queue.
    mutating func withdraw(_ number: UInt64, from server: String) {
        waiting[server]?.removeAll { $0 == number }
    }
}

/// The cloud's calendar time: this machine's, put right by the server's clock once a signature was refused for its time.
struct CloudClock {
    /// The least difference that is put right, in seconds; the cloud accepts five minutes.
    static let differenceMin: Int64 = 60

    /// What is added to this machine's clock, in seconds.
    private(set) var offset: Int64 = 0

    func time(_ machine: Int64) -> Int64 { machine + offset }

    /// Takes over the server's time.
    /// - Returns: By how many seconds this machine's clock is behind the server's; nil where both agree, so that the time can't be why
    ///   the signature was refused.
    mutating func adopt(serverTime: Int64, machine: Int64) -> Int64? {
        guard abs(serverTime - time(machine)) >= Self.differenceMin else { return nil }
        offset = serverTime - machine
        return offset
    }
}

/// The cloud's calendar time: this machine's time, corrected by the server's clock once a signature was refused because of
/// its time.
struct CloudClock {
    /// The least difference that is corrected, in seconds; the cloud accepts five minutes.
    static let differenceMin: Int64 = 60

    /// The correction of this machine's clock, in seconds.
    private(set) var offset: Int64 = 0

    func time(_ machine: Int64) -> Int64 { machine + offset }

    /// Adopts the server's time.
    /// - Returns: How far this machine's clock is behind the server's, in seconds; nil if both agree, so that the time can't
    ///   be the reason for the refusal.
    mutating func adopt(serverTime: Int64, machine: Int64) -> Int64? {
        guard abs(serverTime - time(machine)) >= Self.differenceMin else { return nil }
        offset = serverTime - machine
        return offset
    }
}

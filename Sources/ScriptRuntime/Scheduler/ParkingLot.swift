/// Tasks that are parked: each waits until another task wakes its ticket.
///
/// It decides and keeps; it resumes nothing.
struct ParkingLot {
    private var lastTicket: UInt64 = 0
    private var parked: [UInt64: ResumptionTicket] = [:]
    /// The tickets of parks that end as well when anything is asked to end.
    private var resting: [UInt64] = []
    /// Ends of watched tasks that their watchers have not taken yet, by ticket.
    private var notedEnds: [UInt64: [Int64]] = [:]

    /// A ticket that no park has had before.
    mutating func makeTicket() -> UInt64 {
        lastTicket += 1
        return lastTicket
    }

    mutating func park(_ ticket: UInt64, _ wait: ResumptionTicket) { parked[ticket] = wait }

    /// Parks a task that also wants to hear when anything is asked to end.
    mutating func rest(_ ticket: UInt64, _ wait: ResumptionTicket) {
        parked[ticket] = wait
        resting.removeAll { parked[$0] == nil }
        resting.append(ticket)
    }

    /// Takes the wait of a parked task out; nil where no task is parked on the ticket.
    mutating func take(_ ticket: UInt64) -> ResumptionTicket? { parked.removeValue(forKey: ticket) }

    /// Takes the tickets of all tasks that rest.
    mutating func takeResting() -> [UInt64] {
        defer { resting = [] }
        return resting
    }

    /// Keeps the end of a watched task for the owner of the ticket.
    mutating func note(_ number: Int64, for ticket: UInt64) { notedEnds[ticket, default: []].append(number) }

    /// Takes the numbers that were noted for a ticket, in the order of the ends.
    mutating func takeEnds(_ ticket: UInt64) -> [Int64] { notedEnds.removeValue(forKey: ticket) ?? [] }
}

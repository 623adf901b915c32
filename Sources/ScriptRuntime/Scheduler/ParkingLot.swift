/// Tasks that are parked: each waits until another task wakes its ticket.
///
/// It keeps the waits by ticket; it resumes no task.
struct ParkingLot {
    private var lastTicket: UInt64 = 0
    private var parked: [UInt64: ResumptionTicket] = [:]
    /// The tickets of parked tasks that are also woken when any task is cancelled.
    private var resting: [UInt64] = []
    /// Ends of watched tasks that the watching task has not taken yet, by ticket.
    private var notedEnds: [UInt64: [Int64]] = [:]

    /// Makes a ticket that was never used before.
    mutating func makeTicket() -> UInt64 {
        lastTicket += 1
        return lastTicket
    }

    mutating func park(_ ticket: UInt64, _ wait: ResumptionTicket) { parked[ticket] = wait }

    /// Parks a task that is also woken when any task is cancelled.
    mutating func rest(_ ticket: UInt64, _ wait: ResumptionTicket) {
        parked[ticket] = wait
        resting.removeAll { parked[$0] == nil }
        resting.append(ticket)
    }

    /// Removes and returns the wait of a parked task; nil if no task is parked on the ticket.
    mutating func take(_ ticket: UInt64) -> ResumptionTicket? { parked.removeValue(forKey: ticket) }

    /// Removes and returns the tickets of all resting tasks.
    mutating func takeResting() -> [UInt64] {
        defer { resting = [] }
        return resting
    }

    /// Keeps the end of a watched task for the owner of the ticket.
    mutating func note(_ number: Int64, for ticket: UInt64) { notedEnds[ticket, default: []].append(number) }

    /// Removes and returns the numbers noted for a ticket, in the order in which the tasks ended.
    mutating func takeEnds(_ ticket: UInt64) -> [Int64] { notedEnds.removeValue(forKey: ticket) ?? [] }
}

package import Basics
package import Lua

// Tasks that wait until another task, or a module, wakes them by a ticket.
extension ScriptRuntime {
    /// A ticket for one park.
    package func makeTicket() -> UInt64 { parking.makeTicket() }

    /// Parks the running task until its ticket is woken (answer: true), or until a moment (answer: false).
    package func park(_ ticket: UInt64, _ what: String?, until deadline: Moment?) throws {
        parking.park(ticket, try beginWait(.parked(ticket: ticket), what: what, until: deadline))
    }

    /// Parks the running task until a moment, or until anything is asked to end.
    package func rest(_ what: String?, until deadline: Moment) throws {
        let ticket = parking.makeTicket()
        parking.rest(ticket, try beginWait(.parked(ticket: ticket), what: what, until: deadline))
    }

    /// Ends a park; false where no task is parked on the ticket any more.
    @discardableResult
    package func wake(_ ticket: UInt64) -> Bool {
        guard let wait = parking.take(ticket), isCurrent(wait) else { return false }
        finish(wait, .value(true))
        return true
    }

    /// Lets the tasks that rest look whether it is they who are to end: a shield keeps a cancellation from them, not the news of it.
    func endRests() {
        for ticket in parking.takeResting() { wake(ticket) }
    }

    // MARK: Watching ends

    /// Notes a number and wakes the ticket when the task has ended; the failure of the task no longer reaches its parent.
    package func watch(_ task: TaskReference, ticket: UInt64, number: Int64) {
        let watch = TaskTable.Watch(ticket: ticket, number: number)
        if tasks.isLive(task) {
            tasks[task.slot].watches.append(watch)
        } else {
            noteEnd(watch)
        }
    }

    func noteEnd(_ watch: TaskTable.Watch) {
        parking.note(watch.number, for: watch.ticket)
        wake(watch.ticket)
    }

    /// Takes the numbers noted for a ticket, in the order of the ends.
    package func takeEnds(_ ticket: UInt64) -> [Int64] { parking.takeEnds(ticket) }
}

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

    /// Parks the running task until a moment, or until any task is cancelled.
    package func rest(_ what: String?, until deadline: Moment) throws {
        let ticket = parking.makeTicket()
        parking.rest(ticket, try beginWait(.parked(ticket: ticket), what: what, until: deadline))
    }

    /// Wakes the task that is parked on a ticket; returns false if no task is parked on it.
    @discardableResult
    package func wake(_ ticket: UInt64) -> Bool {
        guard let wait = parking.take(ticket), isCurrent(wait) else { return false }
        finish(wait, .value(true))
        return true
    }

    /// Wakes all resting tasks, so that each checks whether it must end: a shield holds back a cancellation, not this
    /// wake-up.
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

    /// Removes and returns the numbers noted for a ticket, in the order in which the tasks ended.
    package func takeEnds(_ ticket: UInt64) -> [Int64] { parking.takeEnds(ticket) }
}

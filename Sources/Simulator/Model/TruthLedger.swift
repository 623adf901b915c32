import Basics
import HeapModule

/// Counts the machines that are down as time passes, without a visit to machines that do not change.
///
/// Each change of a machine adds appointments at the moments when it may go down or come up. When time passes an appointment,
/// the machine is checked again; if a later change has replaced the first, the check counts nothing.
struct TruthLedger: Sendable {
    /// A moment at which a machine is checked.
    private struct Appointment: Comparable, Sendable {
        var at: Moment
        /// At equal moments, machines that come up go first, so that a hand-over from one machine to another does not count
        /// as two down.
        var goesDown: Bool
        var index: Int32

        static func < (left: Appointment, right: Appointment) -> Bool {
            if left.at != right.at { return left.at < right.at }
            if left.goesDown != right.goesDown { return right.goesDown }
            return left.index < right.index
        }
    }

    private(set) var downNow = 0
    private(set) var mostDown = 0
    private(set) var mostDownAt = Moment.start
    private var appointments = Heap<Appointment>()

    /// The moment of the next check.
    var nextMoment: Moment? { appointments.min?.at }

    /// Removes and returns the next machine to check, and the moment of the check.
    mutating func takeNext() -> (index: Int, at: Moment)? {
        appointments.popMin().map { (Int($0.index), $0.at) }
    }

    /// Makes the appointments for a machine's change.
    mutating func expect(_ change: Machine.Change, of index: Int) {
        expect(index, at: change.leavesAt, goesDown: true)
        expect(index, at: change.returnsAt, goesDown: false)
        expect(index, at: change.healthyAt, goesDown: false)
        expect(index, at: change.failsAt, goesDown: true)
    }

    mutating func expect(_ index: Int, at moment: Moment, goesDown: Bool) {
        guard moment != .never else { return }
        appointments.insert(Appointment(at: moment, goesDown: goesDown, index: Int32(index)))
    }

    /// Counts a machine that came up or went down.
    mutating func count(isDown: Bool, at moment: Moment) {
        downNow += isDown ? 1 : -1
        guard downNow > mostDown else { return }
        mostDown = downNow
        mostDownAt = moment
    }
}

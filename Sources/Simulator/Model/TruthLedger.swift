import Basics
import HeapModule

/// Counts who is down as time passes, without visiting those to whom nothing happens.
///
/// Each change of a machine leaves appointments at the moments when it may go down or come up. When time passes one, the
/// machine is looked at again; an appointment that a later change made void finds nothing to count.
struct TruthLedger: Sendable {
    /// A moment at which a machine is to be looked at.
    private struct Appointment: Comparable, Sendable {
        var at: Moment
        /// At equal moments those who come up go first, so that a hand-over is not counted as two.
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

    /// When the next machine is to be looked at again.
    var nextMoment: Moment? { appointments.min?.at }

    /// Takes out the next machine to be looked at again, and the moment as of which.
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

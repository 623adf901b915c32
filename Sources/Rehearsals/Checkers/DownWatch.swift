import Basics
import HeapModule
import Simulator

/// Follows which instances are out of service, as far as an observer of the cloud can know it.
///
/// An instance that the script rebooted, or whose service it restarted, counts from the moment at which the
/// request was accepted until the instance is healthy again. An instance that went down by itself counts when
/// it has been shown to be down for the time of notice. An instance that the script drained counts until it
/// is put back into each of its services.
struct DownWatch {
    private struct Notice: Comparable {
        var at: Moment
        var index: Int
        var number: Int32

        static func < (left: Self, right: Self) -> Bool {
            (left.at, left.index) < (right.at, right.index)
        }
    }

    private let notice: Duration
    private let staleness: Int64
    private var shownSince: [Moment?]
    /// The moment since which an instance that was healthy has been shown to leave the fleet.
    private var leavesSince: [Moment?]
    /// Whether an instance was rebooted or stopped on request, and has not been healthy since.
    private(set) var isOwn: [Bool]
    private var isDown: [Bool]
    private var isAway: [Bool]
    private var isOutOfLoad: [Bool]
    private var load: LoadWatch
    private var isCounted: [Bool]
    private var stretch: [Int32]
    private var notices = Heap<Notice>()
    /// The number of instances that are out of service now.
    private(set) var count = 0
    private let isJudged: (Int) -> Bool
    /// The times in which a script can't see what happens, in order.
    private let blindSpans: [Range<Moment>]

    /// Watches the `count` places of a fleet; only the places that `isJudged` accepts count.
    ///
    /// `notice` is how long a state must have been shown, `staleness` how late a shown state can be, in nanoseconds.
    init(
        count: Int, notice: Duration, staleness: Int64, blindSpans: [Range<Moment>] = [],
        load: LoadWatch = LoadWatch(), isJudged: @escaping (Int) -> Bool = { _ in true }
    ) {
        self.blindSpans = blindSpans
        self.notice = notice
        self.staleness = staleness
        self.isJudged = isJudged
        self.load = load
        shownSince = Array(repeating: nil, count: count)
        leavesSince = shownSince
        isOwn = Array(repeating: false, count: count)
        isDown = isOwn
        isAway = isOwn
        isOutOfLoad = isOwn
        isCounted = isOwn
        stretch = Array(repeating: 0, count: count)
    }

    mutating func take(_ event: Event) {
        switch event.kind {
        case .rebootAccepted(let index, _, _, _), .stopAccepted(let index, _),
            .serviceRestarted(let index, _):
            letNoticesPass(until: event.at)
            isOwn[Int(index)] = true
            setCounted(Int(index), true)
        case .machine(let index, let state):
            letNoticesPass(until: event.at)
            changed(Int(index), state, at: event.at)
        case .did:
            letNoticesPass(until: event.at)
            for index in load.take(event) { setOutOfLoad(index) }
        default: break
        }
    }

    /// Counts instances that the script has asked to reboot, and that the cloud reboots later.
    mutating func expect(_ places: [Int], at moment: Moment) {
        letNoticesPass(until: moment)
        for index in places {
            isOwn[index] = true
            setCounted(index, true)
        }
    }

    private mutating func changed(_ index: Int, _ state: MachineState, at moment: Moment) {
        isAway[index] = state.isGone || state.status.isLeaving
        count(index)
        guard state.isDown else {
            let wasWell = shownSince[index] == nil && !isOwn[index]
            leavesSince[index] =
                state.isHealthy ? nil : leavesSince[index] ?? (wasWell ? moment + staleness : nil)
            if shownSince[index] != nil { stretch[index] += 1 }
            shownSince[index] = nil
            isOwn[index] = false
            setCounted(index, false)
            return
        }
        guard shownSince[index] == nil else { return }
        // An instance that is down from the start has already been shown to be down for the time of notice.
        let shown = moment == .start ? moment + -notice.wholeNanoseconds : moment + staleness
        shownSince[index] = shown
        notices.insert(Notice(at: noticed(shown), index: index, number: stretch[index]))
        if isOwn[index] { setCounted(index, true) }
    }

    mutating func letNoticesPass(until now: Moment) {
        while let next = notices.min, next.at <= now {
            notices.removeMin()
            guard next.number == stretch[next.index], shownSince[next.index] != nil else { continue }
            setCounted(next.index, true)
        }
    }

    private mutating func setCounted(_ index: Int, _ isDown: Bool) {
        self.isDown[index] = isDown
        count(index)
    }

    private mutating func count(_ index: Int) {
        let isOut = isDown[index] || isOutOfLoad[index] && !isAway[index]
        guard isCounted[index] != isOut, isJudged(index) else { return }
        isCounted[index] = isOut
        count += isOut ? 1 : -1
    }

    private mutating func setOutOfLoad(_ index: Int) {
        isOutOfLoad[index] = load.isOutOfLoad(index)
        count(index)
    }

    /// The places that count only because they are drained.
    var drainedPlaces: [Int] { isCounted.indices.filter { isCounted[$0] && !isDown[$0] } }

    /// The places that count as out of service now.
    var countedPlaces: [Int] { isCounted.indices.filter { isCounted[$0] } }

    /// Whether an instance went down, or left the fleet, by itself so shortly before a moment that no observer could have
    /// seen it.
    func isUnseen(_ index: Int, at moment: Moment) -> Bool {
        guard !isOwn[index], let since = shownSince[index] ?? leavesSince[index] else { return false }
        return noticed(since) > moment
    }

    /// Returns the moment by which an observer must have seen a state that has been shown since `shown`.
    private func noticed(_ shown: Moment) -> Moment {
        var at = shown + notice
        for span in blindSpans where shown < span.upperBound && at > span.lowerBound {
            at = span.upperBound + notice
        }
        return at
    }
}

import Basics
import Simulator

/// The data of a run's chart: the instances down at each moment, and the course of each instance.
struct RunChart {
    /// A step of a curve.
    struct Step {
        var at: Moment
        var count: Int
    }

    /// The course of one instance; each stretch lasts until the next begins.
    struct Bar {
        enum Stretch: String, CaseIterable {
            case asked, away, back, healthy, down, gone

            /// The words of the legend.
            var words: String {
                switch self {
                case .asked: "asked, still up"
                case .away: "rebooting"
                case .back: "RUNNING, not yet healthy"
                case .healthy: "healthy again"
                case .down: "down by itself"
                case .gone: "gone"
                }
            }
        }

        var index: Int
        var name: String
        var stretches: [(stretch: Stretch, from: Moment)] = []
    }

    /// The end of the picture: a little after the last event.
    let end: Moment
    /// The number of instances that count as down for the limit.
    let counted: [Step]
    /// The number of instances that really are down.
    let down: [Step]
    let limit: Int?
    /// The bars, in the order of the first event of each instance.
    let bars: [Bar]
    /// The number of instances of the fleet without an event.
    let untouched: Int

    init(_ run: RunRecord, _ violation: Violation?) {
        end = Self.end(of: run, violation)
        limit = run.downLimit
        var watch = run.makeDownWatch()
        var bars = BarMaker(fleet: run.fleet)
        var counted: [Step] = [], down: [Step] = []
        var downNow = 0, isDown = [Bool](repeating: false, count: run.fleet.count)
        for event in run.events {
            watch.take(event)
            bars.take(event)
            if case .machine(let index, let state) = event.kind, isDown[Int(index)] != state.isDown {
                isDown[Int(index)] = state.isDown
                downNow += state.isDown ? 1 : -1
            }
            Self.add(watch.count, at: event.at, to: &counted)
            Self.add(downNow, at: event.at, to: &down)
        }
        self.counted = counted
        self.down = down
        self.bars = bars.bars
        untouched = run.fleet.count - bars.bars.count
    }

    private static func end(of run: RunRecord, _ violation: Violation?) -> Moment {
        let last = run.events.last { event in
            switch event.kind {
            case .machine, .rebootAccepted, .stopAccepted, .startAccepted, .serviceRestarted: true
            default: false
            }
        }
        let story = max(last?.at.nanoseconds ?? run.endedAt.nanoseconds, violation?.at.nanoseconds ?? 0)
        return Moment(
            nanoseconds: max(1, min(run.endedAt.nanoseconds, story + max(story / 20, 5_000_000_000))))
    }

    private static func add(_ count: Int, at moment: Moment, to steps: inout [Step]) {
        if let last = steps.last {
            if last.count == count { return }
            if last.at == moment { steps.removeLast() }
        }
        steps.append(Step(at: moment, count: count))
    }
}

/// Follows each instance through its reboot.
private struct BarMaker {
    let fleet: Fleet
    private(set) var bars: [RunChart.Bar] = []
    private var places: [Int32: Int] = [:]
    private var isRebooting: Set<Int32> = []

    init(fleet: Fleet) { self.fleet = fleet }

    mutating func take(_ event: Event) {
        switch event.kind {
        case .rebootAccepted(let index, _, _, _), .stopAccepted(let index, _),
            .serviceRestarted(let index, _):
            isRebooting.insert(index)
            add(.asked, to: index, at: event.at)
        case .machine(let index, let state): add(stretch(of: index, state), to: index, at: event.at)
        default: break
        }
    }

    private mutating func stretch(of index: Int32, _ state: MachineState) -> RunChart.Bar.Stretch {
        if state.isGone || state.status.isLeaving { return .gone }
        if state.isHealthy {
            isRebooting.remove(index)
            return .healthy
        }
        guard isRebooting.contains(index) else { return .down }
        return state.status == .running ? .back : .away
    }

    private mutating func add(_ stretch: RunChart.Bar.Stretch, to index: Int32, at moment: Moment) {
        let place = places[index] ?? bars.count
        if place == bars.count {
            places[index] = place
            bars.append(RunChart.Bar(index: Int(index), name: fleet.instances[Int(index)].name))
        }
        bars[place].stretches.append((stretch, moment))
    }
}

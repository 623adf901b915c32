import Basics
import ScriptRuntime
import Simulator

/// Never more instances are out of service at once than the limit allows, counting instances that were down
/// already.
///
/// Each roll is judged by its own limit in its own selection. The whole run is judged by the limit of the
/// command line, or else by the limit that the script declares itself. Each drain, and each request to
/// reboot, to stop or to restart a service, is judged by what the cloud has shown for the time of notice: an
/// instance that died so shortly before that no script could have seen it does not count. An instance that
/// the script rebooted or stopped counts until it is healthy again, and an instance that it drained counts
/// until it is put back. A request that the cloud carries out late is judged at the time of the request.
enum DownLimitInvariant: Invariant {
    static let name = "never more down at once than allowed"

    static func violation(in run: RunRecord) -> Violation? {
        let isDeclared = run.rehearsal.maxDown != nil || run.script.maxDown != nil
        let whole = !isDeclared ? [] : [DownLimitJudge(run, scope: nil)]
        let judges = whole + run.script.rolls.map { DownLimitJudge(run, scope: $0) }
        return judges.compactMap { $0.violation() }.min { $0.at < $1.at }
    }
}

/// Judges one limit: the limit of a roll (`scope`), or the limit of the whole run.
private struct DownLimitJudge {
    private let run: RunRecord
    private let scope: JudgedScope?
    private let postponed: PostponedRequests

    init(_ run: RunRecord, scope: JudgedScope?) {
        self.run = run
        self.scope = scope
        postponed = PostponedRequests(run.events)
    }

    func violation() -> Violation? {
        var watch = run.makeDownWatch(scope), scopes = ScopeWatch(run)
        var isJudged = false
        for (position, event) in run.events.enumerated() {
            let before = watch.count
            watch.take(event)
            scopes.take(event)
            let limit = scope?.limit ?? run.script.ownLimit(at: position, in: run)
            switch event.kind {
            case .request(let number, _, _, .postponed):
                let places = postponed.places(of: number)
                watch.expect(places, at: event.at)
                guard places.contains(where: { isOfScope($0, scopes) }), watch.count > limit else { continue }
                return violated(watch, limit, at: event.at)
            case .rebootAccepted(_, let request, _, _) where postponed.askedAt(request) != nil,
                .stopAccepted(_, let request) where postponed.askedAt(request) != nil:
                continue
            case .rebootAccepted(let index, let request, _, _), .stopAccepted(let index, let request),
                .serviceRestarted(let index, let request):
                isJudged = isJudged || isOfScope(Int(index), scopes)
                guard isJudged, !isPartOfRequest(position + 1, request) else { continue }
                isJudged = false
                if watch.count > limit { return violated(watch, limit, at: event.at) }
            case .did(.drained(let id, service: _), place: _):
                guard let index = run.fleet.index(ofID: id), isOfScope(index, scopes) else { continue }
                if watch.count > before, watch.count > limit { return violated(watch, limit, at: event.at) }
            default: break
            }
        }
        return nil
    }

    private func isOfScope(_ index: Int, _ scopes: ScopeWatch) -> Bool {
        guard let scope else { return true }
        return scopes.rolls(of: index).contains { $0.roll.number == scope.roll.number }
    }

    /// Whether the event at a position belongs to the same request: the instances of a request are judged together.
    private func isPartOfRequest(_ position: Int, _ request: Int32) -> Bool {
        guard position < run.events.count else { return false }
        return switch run.events[position].kind {
        case .rebootAccepted(_, let number, _, _), .stopAccepted(_, let number),
            .serviceRestarted(_, let number):
            number == request
        default: false
        }
    }

    private func violated(_ watch: DownWatch, _ limit: Int, at moment: Moment) -> Violation {
        let down = watch.countedPlaces
        let drained =
            watch.drainedPlaces.isEmpty ? "down or being rebooted" : "down, drained or being rebooted"
        return DownLimitInvariant.violated(
            run, at: moment,
            "\(down.count) were \(drained) at once (limit \(limit))\(run.words(of: scope)): \(run.names(down))",
            down)
    }
}

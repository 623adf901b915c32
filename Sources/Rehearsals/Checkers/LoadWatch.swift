import ScriptRuntime
import Simulator

/// Follows which instances take load through which service, and which instances are drained.
struct LoadWatch {
    private let place: (String) -> Int?
    private var members: [String: Set<String>] = [:]
    private var memberPlaces: [String: Set<Int>] = [:]
    /// By place in the fleet: the services from which the instance is drained and not put back.
    private var drainedFrom: [Int: Set<String>] = [:]

    init(place: @escaping (String) -> Int? = { _ in nil }) { self.place = place }

    /// Applies an event.
    /// - Returns: The places of the instances whose load may have changed.
    @discardableResult
    mutating func take(_ event: Event) -> [Int] {
        guard case .did(let act, place: _) = event.kind else { return [] }
        switch act {
        case .service(let service, let ids):
            members[service, default: []].formUnion(ids)
            let places = ids.compactMap(place)
            memberPlaces[service, default: []].formUnion(places)
            return places
        case .drained(let id, let service):
            guard let index = place(id) else { return [] }
            drainedFrom[index, default: []].insert(service)
            return [index]
        case .undrained(let id, let service):
            guard let index = place(id) else { return [] }
            drainedFrom[index]?.remove(service)
            members[service, default: []].insert(id)
            return [index]
        default: return []
        }
    }

    /// The services through which an instance takes load.
    func services(of id: String) -> [String] {
        let drained = place(id).flatMap { drainedFrom[$0] } ?? []
        return members.filter { $0.value.contains(id) && !drained.contains($0.key) }.keys.sorted()
    }

    /// Whether an instance is drained from one of its services.
    func isOutOfLoad(_ index: Int) -> Bool {
        drainedFrom[index]?.contains { memberPlaces[$0]?.contains(index) ?? false } ?? false
    }
}

extension LoadWatch {
    init(_ fleet: Fleet) { self.init { fleet.index(ofID: $0) } }
}

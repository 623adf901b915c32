/// The identity of a request, which other requests do not change: it is equal in a run with fewer instances.
package struct RequestIdentity: Hashable, Sendable {
    /// The API's action, or a name such as `hook` or `Connect`.
    package var action: String
    /// The place in the fleet of the first instance that the request names; nil if it names no instance.
    package var instance: Int32?
    /// Counts from 1 the requests with the same action and instance.
    package var number: Int32 = 0
}

/// One time that a fault strikes: the fault, and what it strikes.
package struct Occurrence: Hashable, Sendable {
    package var fault: FaultName
    package var subject: Subject

    /// What a fault strikes.
    package enum Subject: Hashable, Sendable {
        /// The instance at this place of the fleet.
        case instance(Int32)
        case request(RequestIdentity)
        /// The spell of this number, from 0.
        case spell(Int32)
        case run
    }

    /// As a fault file names it, with an instance's id: `vanishes@…`, `answerLost@RebootInstances@…#1`, `throttleStorm#0`,
    /// `clockJump`.
    package func text(in fleet: Fleet) -> String { text { fleet.instances[$0].id } }

    /// As people read it, with an instance's name: `vanishes@web-0003`.
    package func words(in fleet: Fleet) -> String { text { fleet.instances[$0].name } }

    private func text(naming name: (Int) -> String) -> String {
        switch subject {
        case .instance(let index): return "\(fault.rawValue)@\(name(Int(index)))"
        case .request(let request):
            let instance = request.instance.map { "@" + name(Int($0)) } ?? ""
            return "\(fault.rawValue)@\(request.action)\(instance)#\(request.number)"
        case .spell(let number): return "\(fault.rawValue)#\(number)"
        case .run: return fault.rawValue
        }
    }
}

extension Occurrence {
    /// Reads what ``text(in:)`` writes; nil for anything else.
    package init?(_ text: String, in fleet: Fleet) {
        let parts = text.prefix { $0 != "#" }.split(separator: "@", omittingEmptySubsequences: false).map(
            String.init)
        let number = text.contains("#") ? Int32(text.drop { $0 != "#" }.dropFirst()) : nil
        guard let fault = parts.first.flatMap(FaultName.init(rawValue:)) else { return nil }
        self.fault = fault
        func place(_ id: String) -> Int32? { fleet.index(ofID: id).map { Int32($0) } }
        switch (parts.count, number) {
        case (1, nil): subject = .run
        case (1, let number?): subject = .spell(number)
        case (2, nil):
            guard let index = place(parts[1]) else { return nil }
            subject = .instance(index)
        case (2, let number?):
            subject = .request(RequestIdentity(action: parts[1], instance: nil, number: number))
        case (3, let number?):
            guard let index = place(parts[2]) else { return nil }
            subject = .request(RequestIdentity(action: parts[1], instance: index, number: number))
        default: return nil
        }
    }
}

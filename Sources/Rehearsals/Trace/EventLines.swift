import Basics
import ScriptRuntime
import Simulator

/// Writes events as JSON lines, the form in which a trace keeps them.
struct EventLines {
    private let fleet: Fleet
    private(set) var json = JSONBytes(capacity: 1 << 16)

    init(_ fleet: Fleet) { self.fleet = fleet }

    /// Returns the lines written so far, and begins with no lines again.
    mutating func take() -> [UInt8] {
        defer { json = JSONBytes(capacity: 1 << 16) }
        return json.bytes
    }

    /// Adds the line with which a run begins.
    mutating func add(_ header: JSONValue) {
        json.raw(header.serialized())
        json.raw("\n")
    }

    /// Adds a violation; violations come after all events.
    mutating func add(_ violation: Violation) {
        json.raw("{\"at\":")
        json.number(violation.at.seconds)
        name("violation")
        field("invariant", violation.invariant)
        field("message", violation.message)
        field("instances", violation.instances)
        json.raw("}\n")
    }

    mutating func add(_ event: Event) {
        json.raw("{\"at\":")
        json.number(event.at.seconds)
        switch event.kind {
        case .did(let act, let place): add(act, place: place)
        case .said(let text, let stream):
            name("said")
            field("stream", stream == .standardOutput ? "output" : "error")
            field("text", text)
        case .ended(let exitCode, let message):
            name("ended")
            field("exitCode", Int(exitCode))
            if let message { field("message", message) }
        case .killed(let process):
            name("killed")
            field("process", process)
        case .begun(let process):
            name("begun")
            field("process", process)
        case .request(let number, let action, let ids, let outcome):
            name("request")
            field("number", Int(number))
            field("action", action)
            if let ids { field("ids", Int(ids)) }
            field("outcome", outcome.name)
            if case .refused(let status, let code) = outcome {
                field("status", status)
                field("code", code)
            }
        case .rebootAccepted(let index, let request, let state, let isForced):
            name("reboot accepted")
            field("instance", id(index))
            field("request", Int(request))
            add(state)
            if isForced { field("forced", true) }
        case .stopAccepted(let index, let request):
            name("stop accepted")
            field("instance", id(index))
            field("request", Int(request))
        case .startAccepted(let index, let request):
            name("start accepted")
            field("instance", id(index))
            field("request", Int(request))
        case .serviceRestarted(let index, let request):
            name("service restarted")
            field("instance", id(index))
            field("request", Int(request))
        case .machine(let index, let state):
            name("instance")
            field("instance", id(index))
            add(state)
        case .struck(let occurrence):
            name("fault")
            field("fault", occurrence.text(in: fleet))
        }
        json.raw("}\n")
    }

    private mutating func add(_ state: MachineState) {
        field("status", state.status.rawValue)
        field("healthy", state.isHealthy)
        if state.isGone { field("gone", true) }
    }

    private mutating func add(_ act: ScriptAct, place: String?) {
        switch act {
        case .power(let power, let ids):
            name("\(power.rawValue) requested")
            field("ids", ids)
        case .selection(let ids):
            name("selection")
            field("ids", ids)
        case .maxDown(let limit):
            name("limit")
            field("down", limit.text)
        case .window(let window):
            name("window")
            field("window", window.json)
        case .service(let service, let ids):
            name("service")
            field("service", service)
            field("ids", ids)
        case .rollBegan(let roll):
            name("roll began")
            field("number", roll.number)
            field("name", roll.name)
            field("down", roll.maxDown.text)
            field("ids", roll.ids)
            if let window = roll.window { field("window", window.json) }
        case .rollEnded(let number):
            name("roll ended")
            field("number", number)
        case .drained(let id, let service): hook("drained", id, service)
        case .undrained(let id, let service): hook("undrained", id, service)
        case .outcome(let id, let outcome, let reason):
            name("outcome")
            field("instance", id)
            field("outcome", outcome.rawValue)
            if let reason { field("reason", reason) }
        case .violated(let condition, let message):
            name("condition violated")
            field("condition", condition)
            field("message", message)
        }
        if let place { field("line", place) }
    }

    private mutating func hook(_ event: StaticString, _ id: String, _ service: String) {
        json.raw(",\"event\":\"")
        json.raw(event)
        json.raw("\"")
        field("instance", id)
        field("service", service)
    }

    private func id(_ index: Int32) -> String { fleet.instances[Int(index)].id }

    // MARK: Fields

    private mutating func name(_ event: String) { field("event", event) }

    private mutating func key(_ key: StaticString) {
        json.raw(",\"")
        json.raw(key)
        json.raw("\":")
    }

    private mutating func field(_ key: StaticString, _ value: String) {
        self.key(key)
        json.string(value)
    }

    private mutating func field(_ key: StaticString, _ value: Int) {
        self.key(key)
        json.integer(value)
    }

    private mutating func field(_ key: StaticString, _ value: Bool) {
        self.key(key)
        if value { json.raw("true") } else { json.raw("false") }
    }

    private mutating func field(_ key: StaticString, _ value: JSONValue) {
        self.key(key)
        json.raw(value.serialized())
    }

    private mutating func field(_ key: StaticString, _ values: [String]) {
        self.key(key)
        json.strings(values)
    }
}

extension JSONBytes {
    /// Appends a number of seconds with at most nine decimals.
    mutating func number(_ value: Double) {
        raw(Array("\(value)".utf8))
    }
}

extension RequestOutcome {
    /// The name in a trace.
    var name: String {
        switch self {
        case .answered: "answered"
        case .refused: "refused"
        case .lost: "lost"
        case .postponed: "postponed"
        case .unheard: "unheard"
        case .failed: "failed"
        }
    }
}

extension MaintenanceWindow {
    fileprivate var json: JSONValue {
        func list(_ numbers: some Sequence<some BinaryInteger>) -> JSONValue {
            .array(numbers.map { Int64($0) }.sorted().map { .integer($0) })
        }
        return [
            "weekdays": list(weekdays), "startMinute": .integer(startMinute), "seconds": .integer(seconds),
            "zone": .string(zone.name), "dates": list(dates), "excludedDates": list(excludedDates),
        ]
    }
}

extension DownLimit {
    package var text: String {
        switch self {
        case .count(let count): "\(count)"
        case .percent(let percent): percent == percent.rounded() ? "\(Int(percent))%" : "\(percent)%"
        }
    }
}

import Basics
import ScriptRuntime
import Simulator

/// Reads the runs of a trace.
package struct TraceReader {
    /// Why a file is not a trace, as a sentence.
    package struct Problem: Error, Sendable, Equatable, CustomStringConvertible {
        package var description: String
    }

    /// One run in a trace.
    package struct Run: Sendable {
        package var scriptPath: String
        package var arguments: [String]
        package var seed: UInt64
        package var violations: [Violation] = []
        let fleet: Fleet
        var events: [Event] = []

        /// The moments that matter as lines, around the first violation if there is one.
        package var timeline: [StoryLine] {
            RunStory.entries(of: events, in: fleet, around: violations.first)
        }
    }

    /// Reads the run with this seed; without a seed, the first run with a violation, or else the first run.
    package static func run(seed: UInt64?, in bytes: [UInt8]) throws(Problem) -> Run {
        var first: Run?, current: Run?
        func isWanted(_ run: Run) -> Bool { seed.map { $0 == run.seed } ?? !run.violations.isEmpty }
        for (position, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
            let json = try object(line, at: position + 1)
            if json["rehearsal"] != nil {
                if let current, isWanted(current) { return current }
                first = first ?? current
                current = try header(json, at: position + 1)
            } else {
                guard current != nil else { throw problem(position + 1, "comes before any run has begun") }
                try add(json, at: position + 1, to: &current)
            }
        }
        if let current, isWanted(current) { return current }
        guard seed == nil, let run = first ?? current else {
            throw Problem(description: seed.map { "it holds no run with seed \($0)" } ?? "it is empty")
        }
        return run
    }

    private static func object(_ line: ArraySlice<UInt8>, at number: Int) throws(Problem) -> JSONObject {
        let value: JSONValue
        do { value = try JSONValue(parsing: Array(line)) } catch {
            throw problem(number, "is no JSON: \(error)")
        }
        guard let object = value.objectValue else { throw problem(number, "is no JSON object") }
        return object
    }

    private static func problem(_ number: Int, _ what: String) -> Problem {
        Problem(description: "line \(number) \(what)")
    }

    private static func header(_ json: JSONObject, at number: Int) throws(Problem) -> Run {
        let rows = json["instances"]?.arrayValue ?? []
        guard let path = json["rehearsal"]?.stringValue,
            let seed = json["seed"]?.stringValue.flatMap({ UInt64($0) }), !rows.isEmpty
        else { throw problem(number, "does not begin a run") }
        do {
            let fleet = try Fleet(
                tracing: rows.compactMap { row in
                    row[0]?.stringValue.map { ($0, row[1]?.stringValue ?? $0) }
                })
            let arguments = json["arguments"]?.arrayValue?.compactMap(\.stringValue) ?? []
            return Run(scriptPath: path, arguments: arguments, seed: seed, fleet: fleet)
        } catch {
            throw problem(number, "cannot be used: \(error)")
        }
    }

    private static func add(_ json: JSONObject, at number: Int, to run: inout Run?) throws(Problem) {
        guard let fleet = run?.fleet, let seconds = json["at"]?.numberValue, abs(seconds) < 9e9 else {
            throw problem(number, "has no time")
        }
        let at = Moment(nanoseconds: Int64((seconds * 1e9).rounded()))
        if json["event"]?.stringValue == "violation" {
            run?.violations.append(
                Violation(
                    invariant: json.text("invariant"), at: at, message: json.text("message"),
                    instances: json.texts("instances")))
        } else if let kind = EventReader(json: json, fleet: fleet).kind {
            run?.events.append(Event(at: at, kind: kind))
        }
    }
}

/// Reads the event of a line; nil for a kind that this version does not know.
private struct EventReader {
    let json: JSONObject
    let fleet: Fleet

    var kind: Event.Kind? {
        switch json.text("event") {
        case "said":
            .said(json.text("text"), json.text("stream") == "output" ? .standardOutput : .standardError)
        case "ended":
            .ended(exitCode: Int32(clamping: json.integer("exitCode")), message: json["message"]?.stringValue)
        case "killed": .killed(process: Int(clamping: json.integer("process")))
        case "begun": .begun(process: Int(clamping: json.integer("process")))
        case "request": request
        case "reboot accepted":
            index.map {
                .rebootAccepted(
                    $0, request: Int32(clamping: json.integer("request")), state: state,
                    isForced: json["forced"]?.boolValue == true)
            }
        case "stop accepted": index.map { .stopAccepted($0, request: request(of: json)) }
        case "start accepted": index.map { .startAccepted($0, request: request(of: json)) }
        case "service restarted": index.map { .serviceRestarted($0, request: request(of: json)) }
        case "instance": index.map { .machine($0, state) }
        case "fault": fault
        default: act.map { .did($0, place: json["line"]?.stringValue) }
        }
    }

    private func request(of json: JSONObject) -> Int32 { Int32(clamping: json.integer("request")) }

    private var request: Event.Kind? {
        RequestOutcome(json).map { outcome in
            .request(
                number: Int32(clamping: json.integer("number")), action: json.text("action"),
                ids: json["ids"]?.integerValue.map { Int32(clamping: $0) }, outcome)
        }
    }

    private var index: Int32? { fleet.index(ofID: json.text("instance")).map { Int32($0) } }

    private var state: MachineState {
        MachineState(
            status: MachineStatus(rawValue: json.text("status")) ?? .unknown,
            isHealthy: json["healthy"]?.boolValue == true,
            isGone: json["gone"]?.boolValue == true)
    }

    private var window: MaintenanceWindow? { json["window"]?.objectValue.map { MaintenanceWindow($0) } }

    private var fault: Event.Kind? { Occurrence(json.text("fault"), in: fleet).map { .struck($0) } }

    private var act: ScriptAct? {
        let ids = json.texts("ids"), id = json.text("instance"), service = json.text("service")
        switch json.text("event") {
        case "reboot requested": return .power(.reboot, ids: ids)
        case "start requested": return .power(.start, ids: ids)
        case "stop requested": return .power(.stop, ids: ids)
        case "selection": return .selection(ids)
        case "limit": return DownLimit(json.text("down")).map { .maxDown($0) }
        case "window": return window.map { .window($0) }
        case "service": return .service(name: service, ids: ids)
        case "roll began":
            return DownLimit(json.text("down")).map { limit in
                .rollBegan(
                    RollDeclaration(
                        number: Int(clamping: json.integer("number")), name: json.text("name"), ids: ids,
                        maxDown: limit, window: window))
            }
        case "roll ended": return .rollEnded(number: Int(clamping: json.integer("number")))
        case "drained": return .drained(id: id, service: service)
        case "undrained": return .undrained(id: id, service: service)
        case "outcome":
            return ScriptAct.Outcome(rawValue: json.text("outcome")).map {
                .outcome(id: id, $0, reason: json["reason"]?.stringValue)
            }
        case "condition violated":
            return .violated(name: json.text("condition"), message: json.text("message"))
        default: return nil
        }
    }
}

extension JSONObject {
    fileprivate func text(_ key: String) -> String { self[key]?.stringValue ?? "" }
    fileprivate func integer(_ key: String) -> Int64 { self[key]?.integerValue ?? 0 }
    fileprivate func integers(_ key: String) -> [Int64] {
        self[key]?.arrayValue?.compactMap(\.integerValue) ?? []
    }
    fileprivate func texts(_ key: String) -> [String] {
        self[key]?.arrayValue?.compactMap(\.stringValue) ?? []
    }
}

extension RequestOutcome {
    /// Reads an outcome; nil if this version does not know it.
    fileprivate init?(_ json: JSONObject) {
        let name = json.text("outcome")
        let known: [RequestOutcome] = [
            .answered, .lost, .postponed, .unheard, .failed,
            .refused(status: Int(clamping: json.integer("status")), code: json.text("code")),
        ]
        guard let outcome = known.first(where: { $0.name == name }) else { return nil }
        self = outcome
    }
}

extension MaintenanceWindow {
    /// Reads a window; its zone is only a name, since a trace that is read is not judged again.
    fileprivate init(_ json: JSONObject) {
        self.init(
            weekdays: Set(json.integers("weekdays").map { Int(clamping: $0) }),
            startMinute: json.integer("startMinute"), seconds: json.integer("seconds"),
            zone: TimeZoneRules(tracing: json.text("zone")))
        dates = Set(json.integers("dates"))
        excludedDates = Set(json.integers("excludedDates"))
    }
}

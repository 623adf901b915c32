import Basics
import ScriptRuntime
import Testing

@testable import Rehearsals
@testable import Simulator

/// A trace is read as it was written.
@Suite struct TraceReaderTests {
    private let fleet: Fleet

    init() throws { fleet = try Fleet(count: 2) }

    @Test(arguments: acts)
    func everyActIsReadBack(act: ScriptAct) throws {
        try expectReadBack(.did(act, place: "test.lua:3"))
        try expectReadBack(.did(act, place: nil))
    }

    @Test(arguments: outcomes)
    func everyOutcomeOfARequestIsReadBack(outcome: RequestOutcome) throws {
        try expectReadBack(.request(number: 7, action: "RebootInstances", ids: 2, outcome))
        try expectReadBack(.request(number: 8, action: "DescribeZones", ids: nil, outcome))
    }

    @Test(arguments: states)
    func everyStateOfAMachineIsReadBack(state: MachineState) throws {
        try expectReadBack(.machine(1, state))
        try expectReadBack(.rebootAccepted(1, request: 7, state: state, isForced: false))
        try expectReadBack(.rebootAccepted(1, request: 7, state: state, isForced: true))
    }

    @Test(arguments: ["vanishes@0", "answerLost@RebootInstances@0#1", "throttleStorm#0", "clockJump"])
    func everySubjectOfAFaultIsReadBack(pattern: String) throws {
        let text = pattern.replacing("@0", with: "@" + fleet.instances[0].id)
        try expectReadBack(.struck(try #require(Occurrence(text, in: fleet))))
    }

    @Test func whatIsSaidAcceptedAndEndedIsReadBack() throws {
        try expectReadBack(.said("a \"text\"\nof two lines\n", .standardOutput))
        try expectReadBack(.said("a warning", .standardError))
        try expectReadBack(.stopAccepted(0, request: 7))
        try expectReadBack(.startAccepted(0, request: 8))
        try expectReadBack(.serviceRestarted(0, request: 9))
        try expectReadBack(.ended(exitCode: 0, message: nil))
        try expectReadBack(.ended(exitCode: 8, message: "2 failed"))
    }

    @Test func anOutcomeThatIsNotKnownIsPassedOver() throws {
        var bytes = written([])
        bytes += Array(#"{"at":1,"event":"request","number":1,"action":"A","outcome":"eaten"}"#.utf8)
        #expect(try TraceReader.run(seed: nil, in: bytes).events == [])
    }

    private func expectReadBack(
        _ kind: Event.Kind, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let event = Event(at: .milliseconds(1250), kind: kind)
        let read = try TraceReader.run(seed: nil, in: written([event]))
        #expect(read.events == [event], sourceLocation: sourceLocation)
    }

    private func written(_ events: [Event]) -> [UInt8] {
        var lines = EventLines(fleet)
        lines.add([
            "rehearsal": "test.lua", "seed": "1",
            "instances": .array(fleet.instances.map { [.string($0.id), .string($0.name)] }),
        ])
        for event in events { lines.add(event) }
        return lines.take()
    }
}

private let window: MaintenanceWindow = {
    var window = MaintenanceWindow(
        weekdays: [2, 4], startMinute: 120, seconds: 7200, zone: TimeZoneRules(tracing: "Europe/Paris"))
    window.dates = [20_000, 20_007]
    window.excludedDates = [20_014]
    return window
}()

private let acts: [ScriptAct] =
    [
        .power(.reboot, ids: ["a", "b"]), .power(.start, ids: []), .power(.stop, ids: ["a"]),
        .selection(["a"]), .maxDown(.count(3)), .maxDown(.percent(12.5)), .window(window),
        .rollBegan(RollDeclaration(number: 1, name: "web", ids: ["a"], maxDown: .percent(10))),
        .rollBegan(RollDeclaration(number: 2, name: "", ids: [], maxDown: .count(1), window: window)),
        .rollEnded(number: 1), .drained(id: "a", service: "web"), .undrained(id: "a", service: "web"),
        .service(name: "web", ids: ["a", "b"]), .violated(name: "quorum", message: "2 of 5 are up"),
    ] + ScriptAct.Outcome.allCases.map { .outcome(id: "a", $0) }
    + [.outcome(id: "a", .failed, reason: "it is down")]

private let outcomes: [RequestOutcome] = [
    .answered, .refused(status: 429, code: "REQUEST_LIMIT_EXCEEDED"), .refused(status: 500, code: ""), .lost,
    .postponed, .unheard, .failed,
]

private let states = [
    MachineState(status: .running, isHealthy: true), MachineState(status: .reboot, isHealthy: false),
    MachineState(status: .unknown, isHealthy: false),
    MachineState(status: .recycle, isHealthy: false, isGone: true),
]

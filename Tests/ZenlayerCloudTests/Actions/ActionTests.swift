import Basics
import Testing

@testable import ZenlayerCloud

struct ActionCatalogTests {
    @Test func onlyReadsAndRemovalsMayBeRepeated() {
        let once = ActionCatalog.actions.filter { $0.repeatability == .never }.map(\.name)
        #expect(
            once == ["RebootInstances", "StartInstances", "StopInstances", "CreateCommand", "InvokeCommand"])
    }

    @Test func anUnknownActionIsRepeatedOnlyIfItsNameSaysThatItReads() throws {
        #expect(try RawAction("DescribeRegions").descriptor.repeatability == .safe)
        #expect(try RawAction("ReleaseInstances").descriptor.repeatability == .never)
        #expect(
            try RawAction("DescribeThings", service: "bmc", version: "1").descriptor.service.path
                == "/api/v2/bmc")
    }

    @Test func theActionThatOnlyTheDocumentationKnowsIsCorrected() throws {
        #expect(try RawAction("DescribeInstanceStatus").descriptor.name == "DescribeInstancesStatus")
    }

    @Test(arguments: [("", "zec"), ("A\r\nB", "zec"), ("A", "../x"), ("A", "bmc")])
    func aRawActionMustBeAWordOfAKnownService(name: String, service: String) {
        let error = #expect(throws: CloudError.self) { try RawAction(name, service: service) }
        #expect(error?.kind == .argument)
    }
}

struct InstanceActionsTests {
    private func text(_ object: JSONObject) -> String { String(decoding: object.serialized(), as: UTF8.self) }

    @Test func aStopAlwaysSaysWhetherItIsForced() {
        #expect(
            text(StopInstances(instanceIDs: ["a"]).parameters())
                == #"{"instanceIds":["a"],"forceShutdown":false}"#)
    }

    @Test func aRebootSendsFalseButNotNil() {
        #expect(text(RebootInstances(instanceIDs: ["a"]).parameters()) == #"{"instanceIds":["a"]}"#)
        #expect(
            text(RebootInstances(instanceIDs: ["a"], force: false).parameters())
                == #"{"instanceIds":["a"],"forceReboot":false}"#)
    }

    @Test func aStatusQueryAlwaysSendsItsPageSize() {
        #expect(
            text(DescribeInstancesStatus(instanceIDs: ["a"]).parameters())
                == #"{"instanceIds":["a"],"pageSize":100,"pageNum":1}"#)
    }

    @Test(
        arguments: [
            ("{}", [], true), (#"{"instanceIds":null}"#, [], true), (#"{"instanceIds":[]}"#, [], true),
            (#"{"instanceIds":["a"],"more":1}"#, ["a"], true),
            (#"{"instanceIds":["a",null,7,{}],"more":1}"#, ["a", "7"], false),
        ] as [(String, Set<String>, Bool)])
    func theListOfFailuresSaysWhetherAllOfItWasRead(
        response: String, failed: Set<String>, isComplete: Bool
    ) throws {
        let object = try #require(try JSONValue(parsing: response).objectValue)
        let answer = try RebootInstances(instanceIDs: []).answer(from: object)
        #expect(answer.ids == failed)
        #expect(answer.isComplete == isComplete)
    }

    @Test func rowsWithoutIdOrStatusAreLeftOut() throws {
        let page = try DescribeInstancesStatus(instanceIDs: []).answer(from: [
            "totalCount": nil,
            "dataSet": [
                ["instanceId": "a", "instanceStatus": "STARTING", "new": 1],
                ["instanceId": nil, "instanceStatus": "X"],
                ["instanceId": "b", "instanceStatus": nil], nil, 3, ["instanceStatus": "X"],
                ["instanceId": "c", "instanceStatus": ""],
            ],
        ])
        #expect(page.rows.map(\.id) == ["a"])
        #expect(page.rows.map(\.status) == [.booting])
        #expect(page.totalCount == nil)
    }

    @Test func aListThatIsNoneIsAnError() {
        #expect(throws: CloudError.self) {
            try DescribeInstancesStatus(instanceIDs: []).answer(from: ["dataSet": "none"])
        }
    }
}

struct InstanceStatusTests {
    @Test func twoNamesAreOneStatus() {
        #expect(InstanceStatus(rawValue: "STARTING") == .booting)
        #expect(InstanceStatus(rawValue: "RECYCLED") == .recycled)
    }

    @Test func anUnknownWordIsNeverTheEnd() {
        #expect(!InstanceStatus(rawValue: "DESTROYED").isTerminal)
        #expect(!InstanceStatus(rawValue: "DESTROYED").isKnown)
        #expect(
            InstanceStatus.known.filter(\.isTerminal) == [.releasing, .recycled, .recycling, .createFailed])
    }
}

struct InstanceRowTests {
    @Test func tagsBecomeAMapAlsoInNetworkCards() throws {
        let page = try DescribeInstances(filter: InstanceFilter()).answer(from: [
            "totalCount": 2,
            "dataSet": [
                [
                    "instanceId": "a", "status": "STARTING", "future": [1],
                    "tags": [
                        "tags": [
                            ["key": "role", "value": "web"], ["key": "x", "value": nil], ["value": "y"],
                        ]
                    ],
                    "nics": [["nicId": "n", "tags": ["tags": [["key": "k", "value": "v"]]]], nil],
                ],
                ["instanceId": "b", "tags": nil],
            ],
        ])
        #expect(
            page.rows == [
                [
                    "instanceId": "a", "status": "BOOTING", "future": [1], "tags": ["role": "web", "x": ""],
                    "nics": [["nicId": "n", "tags": ["k": "v"]], nil],
                ],
                ["instanceId": "b", "tags": [:]],
            ])
    }
}

struct InstanceFilterTests {
    @Test func tagsAreSentAsPairsInOrderOfTheirNames() throws {
        let filter = try InstanceFilter(["zoneId": "z", "tags": ["role": "web", "env": "x"], "name": nil])
        #expect(
            filter.parameters() == [
                "zoneId": "z",
                "tags": [["key": "env", "value": "x"], ["key": "role", "value": "web"]],
            ])
    }

    @Test(
        arguments: [
            ["zone": "z"], ["zoneId": 1], ["zoneId": ""], ["instanceIds": []], ["instanceIds": ["a", 1]],
            ["instanceIds": "a"], ["instanceIds": [""]], ["tags": [:]], ["tags": ["a": 1]], ["tags": ["a"]],
            ["tagKeys": []],
        ] as [JSONObject])
    func aFilterThatCouldMeanMoreThanItSaysIsRefused(object: JSONObject) {
        let error = #expect(throws: CloudError.self) { try InstanceFilter(object) }
        #expect(error?.kind == .argument)
    }
}

struct MonitorActionsTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_700_000_000, "2023-11-14T22:13:20Z"), (4_107_542_400, "2100-03-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
        ] as [(Int64, String)])
    func timesAreWrittenInUTC(seconds: Int64, text: String) {
        #expect(CalendarTime.text(unixSeconds: seconds) == text)
    }

    @Test func theLatestSampleThatHasAValueIsTheUptime() throws {
        let action = DescribeInstanceMonitorData(instanceID: "a", metric: "UPTIME", from: 0, to: 60)
        let samples = try action.answer(from: [
            "metrics": [
                ["time": "2026-01-31T09:31:00Z", "value": 90],
                ["time": "2026-01-31T09:30:00Z", "value": 30.5],
                ["time": "2026-01-31T09:32:00Z", "value": nil],
            ]
        ])
        #expect(
            Uptime(samples: samples, now: 1_769_852_000)
                == Uptime(
                    duration: .seconds(90), measuredAt: "2026-01-31T09:31:00Z", age: .seconds(140)))
        #expect(Uptime(samples: [], now: 0) == nil)
    }
}

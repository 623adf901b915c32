import Basics
import Testing

@testable import Simulator

@Suite struct CloudSettingsTests {
    @Test func whatIsPrintedCanBeReadBack() throws {
        var settings = CloudSettings()
        settings.behaviour.badID = .listed
        settings.faults.alwaysFails = ["i-1"]
        settings.faults.stuckInReboot = Affected(share: 0.25)
        settings.faults.firstRebootHang = .seconds(40)
        settings.faults.maintenance = [MaintenanceAlert(instanceID: "i-1")]
        try settings.set("answers", to: [["url": "http://lb/*", "method": "PUT", "body": "{}"]])
        try settings.set("commands", to: [["command": "nginx -t", "exitCode": 1, "unhealthyFor": 2]])
        #expect(try CloudSettings(parsing: settings.json.serialized()) == settings)
    }

    @Test func aNumberForALengthOfTimeIsExact() throws {
        let settings = try CloudSettings(
            parsing: Array(#"{"lag":0.7,"bootTime":{"median":5,"sigma":1}}"#.utf8))
        #expect(settings.behaviour.lag == .exactly(.milliseconds(700)))
        #expect(settings.behaviour.bootTime == Spread(median: .seconds(5), sigma: 1))
    }

    @Test(arguments: [
        #"{"alwaysFail":["i-1"]}"#, #"{"lag":-1}"#, #"{"lag":1e300}"#, #"{"badID":"sometimes"}"#, "[]", "",
        #"{"alwaysFails":1.5}"#, #"{"latency":[2,1]}"#, #"{"maintenance":[{}]}"#, #"{"zosMissing":1}"#,
        #"{"answers":[{"status":200}]}"#, #"{"answers":[{"url":"http://a","status":7}]}"#,
        #"{"commands":[{"command":"x","exitCode":256}]}"#, #"{"commands":{"command":"x"}}"#,
    ])
    func aMistakeIsRefused(json: String) {
        #expect(throws: SettingError.self) { try CloudSettings(parsing: Array(json.utf8)) }
    }

    @Test func everySettingIsDocumentedAndNamedOnce() {
        let names = CloudSettings.all.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(CloudSettings.all.allSatisfy { $0.summary.hasSuffix(".") && !$0.form.isEmpty })
    }
}

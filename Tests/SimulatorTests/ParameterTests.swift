import Basics
import Testing
import ZenlayerCloud

@testable import Simulator

@Suite struct ParameterTests {
    @Test(
        arguments: [
            ([:], "MISSING_PARAMETER"),
            (["instanceIds": nil], "MISSING_PARAMETER"),
            (["instanceIds": []], "INVALID_PARAMETER_LESS_LENGTH"),
            (["instanceIds": "i-1"], "INVALID_PARAMETER_TYPE"),
            (["instanceIds": [1]], "INVALID_PARAMETER_TYPE"),
            (["instanceIds": .array(Array(repeating: "i-1", count: 101))], "INVALID_PARAMETER_EXCEED_LENGTH"),
            (["instanceIds": ["i-1"], "forceReboot": "yes"], "INVALID_PARAMETER_TYPE"),
            ([], "INVALID_PARAMETER_TYPE"),
        ] as [(JSONValue, String)])
    func aBadParameterIsRefusedWithItsCode(parameters: JSONValue, code: String) throws {
        var cloud = try make()
        let answer = cloud.ask("RebootInstances", parameters)
        #expect(answer.status == 400)
        #expect(answer.code == code)
    }

    @Test(
        arguments: [
            (["pageSize": 1001], "INVALID_PARAMETER_EXCEED_MAXIMUM"),
            (["pageSize": 0], "INVALID_PARAMETER_LESS_MINIMUM"),
            (["pageNum": "1"], "INVALID_PARAMETER_TYPE"),
        ] as [(JSONValue, String)])
    func aPageHasLimits(parameters: JSONValue, code: String) throws {
        var cloud = try make()
        #expect(cloud.ask("DescribeInstances", parameters).code == code)
    }

    @Test func anUnknownParameterIsIgnoredUnlessTheCloudIsStrict() throws {
        var tolerant = try make()
        #expect(tolerant.ask("DescribeZones", ["zonesIds": []]).status == 200)
        var strict = try make { $0.behaviour.refusesUnknownParameters = true }
        #expect(strict.ask("DescribeZones", ["zonesIds": []]).code == "INVALID_PARAMETER_VALUE")
    }

    @Test func anActionThatDoesNotExistIsNotAuthorized() throws {
        var cloud = try make()
        let answer = cloud.ask("DescribeInstanceStatus")
        #expect(answer.status == 403)
        #expect(answer.code == "AUTHFAILURE_UNAUTHORIZED_OPERATION")
    }

    @Test func bothRequestIDsAgree() throws {
        var cloud = try make()
        let json = cloud.ask("DescribeZones").json
        #expect(json["requestId"] == json["response"]?["requestId"])
        #expect(json["requestId"]?.stringValue?.hasPrefix("T") == true)
        #expect(json["requestId"] != cloud.ask("DescribeZones").json["requestId"])
    }
}

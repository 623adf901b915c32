import Basics
import TestSupport
import Testing

@testable import Simulator

/// `zosMissing`: The command service does not exist.
@Suite struct ZosMissingFaultTests {
    @Test func withoutTheServiceNothingCanBeRun() throws {
        var cloud = try make { $0.faults.zosMissing = true }
        let answer = cloud.ask(
            "CreateCommand", ["name": "c", "content": "true", "type": "SHELL"], service: "zos")
        #expect(answer.code == "AUTHFAILURE_UNAUTHORIZED_OPERATION")
    }
}

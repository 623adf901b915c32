import Basics
import ScriptRuntime
import TestSupport
import Testing

@testable import Simulator

/// `credentialRevoked`: from a drawn moment on, the access key is revoked or the token has expired: 401 to every request.
@Suite struct CredentialRevokedFaultTests {
    @Test(arguments: [
        (true, "AUTHFAILURE_INVALID_AUTHORIZATION"), (false, "AUTHFAILURE_SIGNATURE_FAILURE"),
    ])
    func aCredentialEndsInTheMiddle(token: Bool, code: String) throws {
        let host = try makeHost { $0.faults.credentialRevoked = .after(.seconds(60)) }
        #expect(try host.askForZones(token: token)?.get().status == 200)
        host.wait(until: .seconds(60))
        let response = try #require(try host.askForZones(token: token)?.get())
        #expect(response.status == 401)
        #expect(try JSONValue(parsing: response.body)["code"]?.stringValue == code)
    }
}

import ScriptRuntime
import Testing

@testable import Simulator

@Suite struct AuthenticatorTests {
    private let id = "AKIDEXAMPLE0001"
    private let now: Int64 = 1_700_000_000
    private let signature = "38636ad41ba18c5f9f6a96e1c7b6fef3500ff63418e67888e0067764ab8fae4b"

    /// A request signed by the official Python SDK.
    private func make(
        body: String = #"{"instanceIds": ["instanceId1", "instanceId2"]}"#,
        host: String = "console.zenlayer.com",
        authorization: String? = nil, timestamp: String = "1700000000"
    ) -> DoorRequest {
        let signed =
            "ZC2-HMAC-SHA256 Credential=\(id), SignedHeaders=content-type;host, Signature=\(signature)"
        return DoorRequest(
            method: "POST", path: "/api/v2/zec",
            headers: [
                ("Host", host), ("Content-Type", "application/json"),
                ("x-zc-signature-method", "ZC2-HMAC-SHA256"), ("x-zc-timestamp", timestamp),
                ("Authorization", authorization ?? signed),
            ], body: Array(body.utf8))
    }

    private func refusal(_ request: DoorRequest, now: Int64? = nil, token: String? = nil) -> String? {
        let authenticator = Authenticator(accessKeys: [id: "s3cr3t-password-0001"], token: token)
        do {
            try authenticator.check(request, unixSeconds: now ?? self.now)
            return nil
        } catch { return error.code }
    }

    @Test func whatTheOfficialSDKSignedIsAccepted() {
        #expect(refusal(make()) == nil)
    }

    @Test func theWorkedExampleOfTheDocumentationIsAccepted() throws {
        let header =
            "ZC2-HMAC-SHA256 Credential=0D9UtpyKYcHxms5v, SignedHeaders=content-type;host, "
            + "Signature=efb356c32e55c781e10dc676da59462c22596d82e91c57803666243379555b2f"
        let request = DoorRequest(
            method: "POST", path: "/api/v2/zec",
            headers: [
                ("host", "console.zenlayer.com"), ("content-type", "application/json; charset=utf-8"),
                ("x-zc-signature-method", "ZC2-HMAC-SHA256"), ("x-zc-timestamp", "1673361177"),
                ("authorization", header),
            ], body: Array(#"{"pageSize":10,"pageNum":1,"zoneId":"HKG-A"}"#.utf8))
        let authenticator = Authenticator(accessKeys: ["0D9UtpyKYcHxms5v": "Gu5t9xGARNpq86cd98joQYCN3"])
        #expect(throws: Never.self) { try authenticator.check(request, unixSeconds: 1_673_361_177) }
    }

    @Test func oneByteMoreInTheBodyAndTheSignatureFails() {
        #expect(
            refusal(make(body: #"{"instanceIds": ["instanceId1", "instanceId2"]} "#))
                == "AUTHFAILURE_SIGNATURE_FAILURE")
        #expect(refusal(make(host: "evil.example")) == "AUTHFAILURE_SIGNATURE_FAILURE")
    }

    @Test(
        arguments: [
            (-301, "AUTHFAILURE_SIGNATURE_EXPIRED"), (-300, nil), (300, nil),
            (301, "AUTHFAILURE_SIGNATURE_EXPIRED"),
        ] as [(Int64, String?)])
    func fiveMinutesApartIsTheMost(offset: Int64, code: String?) {
        #expect(refusal(make(), now: now + offset) == code)
    }

    @Test(arguments: [
        "", "Basic abc", "ZC2-HMAC-SHA256 Credential=a", "ZC2-HMAC-SHA256 nonsense",
        "ZC2-HMAC-SHA256 Credential=a, SignedHeaders=host, Signature=b",
    ])
    func aMalformedHeaderIsCalledThat(header: String) {
        #expect(refusal(make(authorization: header)) == "AUTHFAILURE_INVALID_AUTHORIZATION")
    }

    @Test func aTokenIsComparedWhole() {
        #expect(refusal(make(authorization: "Bearer tok-123"), token: "tok-123") == nil)
        #expect(
            refusal(make(authorization: "Bearer tok-12"), token: "tok-123") == "AUTHFAILURE_SIGNATURE_FAILURE"
        )
        #expect(refusal(make(authorization: "Bearer tok-123")) == "AUTHFAILURE_SIGNATURE_FAILURE")
    }
}

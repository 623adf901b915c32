import Testing
import ZenlayerCloud

/// Vectors: the official Python client's own signatures, two of its captured requests, and the documentation's example.
struct SignerTests {
    struct Vector: Sendable {
        var secret = "s3cr3t-password-0001"
        var timestamp: Int64
        var authority = "console.zenlayer.com"
        var contentType = "application/json"
        var body: String
        var signature: String
    }

    static let vectors = [
        Vector(
            timestamp: 1_700_000_000, body: #"{"instanceIds": ["instanceId1", "instanceId2"]}"#,
            signature: "38636ad41ba18c5f9f6a96e1c7b6fef3500ff63418e67888e0067764ab8fae4b"),
        Vector(
            timestamp: 1_700_000_001, authority: "127.0.0.1:18471",
            body: #"{"instanceIds": ["1234567890", "1234567891"], "pageSize": 100, "pageNum": 1}"#,
            signature: "123192e892cc36d7078928799c573c94f2cbb73dd02db0cf3c69b9eb6507a158"),
        Vector(
            timestamp: 1_700_000_002, body: "{}",
            signature: "11e219176ca526bed620efd25e278a2549a5d9f3ea71b7dc8019570a8fb99c97"),
        Vector(
            timestamp: 1_795_423_000, authority: "127.0.0.1:18471",
            body: #"{"instanceIds": ["instanceId1", "instanceId2"]}"#,
            signature: "06445b6cd5f076986e2ae8fa807fc9f75e29227604d34f394ecb439762c88075"),
        Vector(
            timestamp: 1_795_423_000, authority: "127.0.0.1:18471",
            body: #"{"instanceIds": ["instanceId1", "instanceId2"], "pageSize": 100, "pageNum": 1}"#,
            signature: "170e1ff9a960873d145a7435d20c91e3a60815d2e2ce5e29a2d5bd3196e80b35"),
        Vector(
            secret: "Gu5t9xGARNpq86cd98joQYCN3", timestamp: 1_673_361_177,
            contentType: "application/json; charset=utf-8",
            body: #"{"pageSize":10,"pageNum":1,"zoneId":"HKG-A"}"#,
            signature: "efb356c32e55c781e10dc676da59462c22596d82e91c57803666243379555b2f"),
    ]

    @Test(arguments: vectors) func signsAsTheOfficialClientsDo(vector: Vector) {
        let credentials = Credentials.accessKey(id: "AKIDEXAMPLE0001", password: Secret(vector.secret))
        let headers = Signer(credentials: credentials, authority: vector.authority)
            .headers(
                contentType: vector.contentType, body: Array(vector.body.utf8), timestamp: vector.timestamp)
        #expect(headers.map(\.name) == ["X-ZC-Timestamp", "X-ZC-Signature-Method", "Authorization"])
        #expect(
            headers.map(\.value) == [
                "\(vector.timestamp)", "ZC2-HMAC-SHA256",
                "ZC2-HMAC-SHA256 Credential=AKIDEXAMPLE0001, SignedHeaders=content-type;host, "
                    + "Signature=\(vector.signature)",
            ])
    }

    @Test func aTokenIsSentAsItIsAndWithoutATime() {
        let headers = Signer(credentials: .token(Secret("tok-123")), authority: "h")
            .headers(contentType: "application/json", body: [], timestamp: 1)
        #expect(headers.map(\.name) == ["Authorization"])
        #expect(headers.map(\.value) == ["Bearer tok-123"])
    }
}

import Crypto

/// Authenticates a request: ZC2-HMAC-SHA256 over the exact body, or a Bearer token.
///
/// Written independently of the client's signer, so that a mistake there is not repeated here.
struct Authenticator: Sendable {
    /// Secrets by access key id.
    var accessKeys: [String: String]
    var token: String?
    /// The most that a timestamp may differ from the server's clock, in seconds.
    static let skewMax: Int64 = 300

    /// - Throws: The documented refusal.
    func check(_ request: DoorRequest, unixSeconds now: Int64) throws(Refusal) {
        guard let authorization = request.header("authorization") else { throw Self.malformed }
        let bearer = "Bearer "
        if authorization.hasPrefix(bearer) {
            guard let token, Self.areEqual(token, String(authorization.dropFirst(bearer.count))) else {
                throw .unknownCredential
            }
            return
        }
        let claim = try Claim(authorization)
        guard request.header("x-zc-signature-method") == Claim.method else {
            throw .missing("X-ZC-Signature-Method")
        }
        guard let timestamp = request.header("x-zc-timestamp") else { throw .missing("X-ZC-Timestamp") }
        guard let seconds = Int64(timestamp) else { throw Self.malformed }
        try Self.check(signedAt: seconds, unixSeconds: now)
        guard let secret = accessKeys[claim.keyID] else { throw .unknownCredential }
        let signature = try Self.signature(of: request, claim, timestamp: timestamp, secret: secret)
        guard Self.areEqual(signature, claim.signature) else { throw .unknownCredential }
    }

    /// Refuses a timestamp that is too far from the cloud's clock.
    static func check(signedAt seconds: Int64, unixSeconds now: Int64) throws(Refusal) {
        guard abs(seconds.subtractingReportingOverflow(now).partialValue) <= skewMax else {
            throw .signatureExpired
        }
    }

    private static let malformed = Refusal(
        401, "AUTHFAILURE_INVALID_AUTHORIZATION", "The Authorization header is missing or malformed.")

    /// The fields of an `Authorization` header of the HMAC form.
    struct Claim: Sendable, Equatable {
        static let method = "ZC2-HMAC-SHA256"

        var keyID: String
        var signedHeaders: [String]
        var signature: String

        init(_ header: String) throws(Refusal) {
            guard header.hasPrefix(Self.method + " ") else { throw malformed }
            var fields: [String: String] = [:]
            for part in header.dropFirst(Self.method.count + 1).split(separator: ",") {
                let pair = part.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
                guard pair.count == 2 else { throw malformed }
                fields[String(pair[0])] = String(pair[1])
            }
            guard let keyID = fields["Credential"], let headers = fields["SignedHeaders"],
                let signature = fields["Signature"], fields.count == 3
            else { throw malformed }
            self.keyID = keyID
            self.signature = signature
            signedHeaders = headers.split(separator: ";").map(String.init)
            guard signedHeaders.contains("content-type"), signedHeaders.contains("host") else {
                throw malformed
            }
        }
    }

    static func signature(
        of request: DoorRequest, _ claim: Claim, timestamp: String, secret: String
    ) throws(Refusal) -> String {
        var canonical = "POST\n/\n\n"
        for name in claim.signedHeaders {
            guard let value = request.header(name) else { throw malformed }
            canonical += "\(name):\(value)\n"
        }
        canonical += "\n" + claim.signedHeaders.joined(separator: ";") + "\n"
        canonical += hexadecimal(SHA256.hash(data: request.body))
        let digest = hexadecimal(SHA256.hash(data: Array(canonical.utf8)))
        let text = "\(Claim.method)\n\(timestamp)\n\(digest)"
        let key = SymmetricKey(data: Array(secret.utf8))
        return hexadecimal(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key))
    }

    /// Compares in constant time: the duration does not depend on where the first difference is.
    private static func areEqual(_ left: String, _ right: String) -> Bool {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}

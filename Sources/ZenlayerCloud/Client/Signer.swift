import Crypto

/// Makes the headers that authenticate a request: ZC2-HMAC-SHA256, or a token as it is.
///
/// The signature covers content type, server, body and time; neither the path nor the action. Source: the official
/// documentation, "API introduction / instruction / authorization / sign".
package struct Signer {
    package static let method = "ZC2-HMAC-SHA256"

    private let credentials: Credentials
    private let authority: String

    /// Signs for a server: its name and port exactly as they are sent as `Host`.
    package init(credentials: Credentials, authority: String) {
        self.credentials = credentials
        self.authority = authority
    }

    /// The headers for a body and a content type exactly as they are sent.
    ///
    /// The timestamp is in seconds since 1970 UTC; the cloud accepts five minutes of difference.
    package func headers(
        contentType: String, body: [UInt8], timestamp: Int64
    ) -> [(name: String, value: String)] {
        switch credentials {
        case .token(let token):
            return [("Authorization", "Bearer \(token.reveal())")]
        case .accessKey(let id, let password):
            let signature = Self.signature(
                key: password, authority: authority, contentType: contentType, body: body,
                timestamp: timestamp)
            return [
                ("X-ZC-Timestamp", "\(timestamp)"),
                ("X-ZC-Signature-Method", Self.method),
                (
                    "Authorization",
                    "\(Self.method) Credential=\(id), SignedHeaders=content-type;host, Signature=\(signature)"
                ),
            ]
        }
    }

    /// The signature of a POST, in lower-case hexadecimal digits.
    package static func signature(
        key: Secret, authority: String, contentType: String, body: [UInt8], timestamp: Int64
    ) -> String {
        let canonical =
            "POST\n/\n\ncontent-type:\(contentType)\nhost:\(authority)\n\ncontent-type;host\n"
            + hexadecimal(SHA256.hash(data: body))
        let text = "\(method)\n\(timestamp)\n\(hexadecimal(SHA256.hash(data: Array(canonical.utf8))))"
        let code = HMAC<SHA256>.authenticationCode(
            for: Array(text.utf8), using: SymmetricKey(data: Array(key.reveal().utf8)))
        return hexadecimal(code)
    }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        let digits: StaticString = "0123456789abcdef"
        return String(unsafeUninitializedCapacity: 64) { buffer in
            var count = 0
            for byte in bytes where count + 2 <= buffer.count {
                buffer[count] = digits.utf8Start[Int(byte >> 4)]
                buffer[count + 1] = digits.utf8Start[Int(byte & 15)]
                count += 2
            }
            return count
        }
    }
}

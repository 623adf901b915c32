package import Basics

/// The HTTP answer of a host that is neither the cloud nor an instance: a load balancer, a chat, a metrics
/// server.
package struct HostAnswer: Sendable, Equatable {
    /// The request's method; nil: every method.
    var method: String?
    /// The URL without query; `*` stands for any text.
    var url: TextPattern
    var status = 200
    var body = ""
    var latency = Duration.milliseconds(20)

    /// The answer `200`, with no body, to every request to a host.
    package static func everything(host: String) -> JSONValue { ["url": .string("*://\(host)*")] }

    /// Whether it answers a request to `address`, a URL without query.
    func answers(_ method: String, _ address: String) -> Bool {
        (self.method ?? method) == method && url.matches(address)
    }
}

extension HostAnswer {
    /// Reads an answer; returns nil for other JSON.
    init?(_ json: JSONValue) {
        guard let url = json["url"]?.stringValue,
            json.hasOnly(["method", "url", "status", "body", "latency"])
        else { return nil }
        self.url = TextPattern(url)
        method = json["method"]?.stringValue
        if let status = json["status"] {
            guard let code = status.integerValue, (100...599).contains(code) else { return nil }
            self.status = Int(code)
        }
        if let body = json["body"] {
            self.body = body.stringValue ?? String(decoding: body.serialized(), as: UTF8.self)
        }
        if let latency = json["latency"] {
            guard let duration = latency.duration else { return nil }
            self.latency = duration
        }
    }

    var json: JSONValue {
        var object: JSONObject = ["url": .string(url.text)]
        if let method { object["method"] = .string(method) }
        object["status"] = .integer(Int64(status))
        object["body"] = .string(body)
        object["latency"] = .number(latency.inSeconds)
        return .object(object)
    }
}

extension SettingForm where Value == [HostAnswer] {
    static var hostAnswers: Self {
        list(
            #"a list such as [{"method": "POST", "url": "https://chat.example/*", "status": 200, "body": "ok", "latency": 0.1}]"#,
            read: HostAnswer.init, write: \.json)
    }
}

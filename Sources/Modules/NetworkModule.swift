import Basics
import Lua
import ScriptRuntime

/// `http.get`, `http.post`, `tcp.connects`: the network requests of a script.
enum NetworkModule {
    static func make(_ runtime: ScriptRuntime) -> ScriptModule {
        ScriptModule(
            name: "http", summary: "HTTP requests and TCP connections of a script's own.",
            functions: [get(runtime), post(runtime), connects(runtime)],
            otherSummaries: ["tcp": "TCP connections of a script's own."])
    }

    private static let options = Parameter(
        "options",
        .options([
            Parameter("headers", .table, "Header fields by name.", optional: true),
            Parameter("timeout", .duration, "For the whole exchange, 10s unless set.", optional: true),
            Parameter(
                "max_size", .integer, "The largest body accepted, in bytes; 16 MiB unless set.",
                optional: true),
        ]), "How to ask.", optional: true)

    private static let response = ResultDeclaration(
        "response", "{ status: integer, body: string, headers: table<string, string> }",
        "Whatever the server said; header names in lower case. Redirects are not followed.")

    private static func get(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "http.get", "Fetches a URL; an error of kind network where no answer comes.",
                parameters: [Parameter("url", .string, "An http or https URL."), options],
                results: [response],
                waits: true)
        ) { arguments in
            let request = try runtime.request("GET", arguments, body: [], optionsAt: 1)
            return try runtime.exchange(request, mustSettle: false)
        }
    }

    private static func post(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "http.post", "Sends a body to a URL; an error of kind network where no answer comes.",
                parameters: [
                    Parameter("url", .string, "An http or https URL."),
                    Parameter("body", .anyOf([.string, .table]), "The body; a table is sent as JSON."),
                    options,
                ], results: [response], waits: true)
        ) { arguments in
            var body = arguments[1].rawBytes ?? []
            let isJSON = arguments[1].table != nil
            do throws(JSONConversionError) {
                if isJSON { body = try JSONValue(arguments[1]).serialized() }
            } catch {
                throw ArgumentError(argument: 2, error.problem)
            }
            var request = try runtime.request("POST", arguments, body: body, optionsAt: 2)
            if isJSON, !request.headers.contains(where: { $0.name.lowercased() == "content-type" }) {
                request.headers.append((name: "Content-Type", value: "application/json"))
            }
            if try runtime.dryRun("POST \(request.url)") != nil { return Self.withheld }
            return try runtime.exchange(request, mustSettle: true)
        }
    }

    /// The answer of a dry run to a request: success, so that the script goes on.
    private static var withheld: HostAnswer {
        .value(
            .table(LuaTable(["status": 200, "body": "", "headers": .table(LuaTable()), "dry_run": true])))
    }

    private static func connects(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "tcp.connects", "Tells whether a TCP port accepts a connection, which is closed again.",
                parameters: [
                    Parameter("hostname", .string, "A name or an address."),
                    Parameter("port", .integer, "1 to 65535."),
                    Parameter(
                        "options",
                        .options([Parameter("timeout", .duration, "5s unless set.", optional: true)]),
                        "How to try.", optional: true),
                ],
                results: [
                    ResultDeclaration("connects", "boolean", "Whether it does."),
                    ResultDeclaration("reason", "string?", "Why it does not."),
                ], waits: true)
        ) { arguments in
            guard let port = arguments[1].integer, (1...65535).contains(port) else {
                throw ArgumentError(argument: 2, "a port is 1 to 65535")
            }
            let timeout = try arguments.duration(option: "timeout", at: 2) ?? .seconds(5)
            let hostname = arguments[0].text ?? ""
            let ticket = try runtime.beginOperation("a connection to \(hostname):\(port)")
            let attempt = runtime.host.connect(hostname: hostname, port: Int(port), timeout: timeout) {
                reason in
                let reasons: [LuaValue] = reason.map { [.string($0)] } ?? []
                runtime.finish(ticket, .values([.boolean(reason == nil)] + reasons))
            }
            runtime.onCancel(ticket) { attempt.cancel() }
            return .wait
        }
    }
}

extension ScriptRuntime {
    fileprivate func request(
        _ method: String, _ arguments: Arguments, body: [UInt8], optionsAt index: Int
    ) throws(ArgumentError) -> TransportRequest {
        let url = arguments[0].text ?? ""
        guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
            throw ArgumentError(argument: 1, "'\(url)' is not an http or https URL")
        }
        var request = TransportRequest.ofScript(
            method, url, body: body,
            timeout: try arguments.duration(option: "timeout", at: index) ?? .seconds(10))
        if let size = arguments.option("max_size", at: index).integer { request.responseSizeMax = Int(size) }
        for header in arguments.option("headers", at: index).table?.namedFields ?? [] {
            let value = header.value.text ?? header.value.integer.map { String($0) } ?? ""
            guard !(header.name + value).contains(where: { $0.isNewline }) else {
                throw ArgumentError(
                    argument: index + 1, field: "headers", "'\(header.name)' holds a line end")
            }
            request.headers.append((name: header.name, value: value))
        }
        return request
    }

    fileprivate func exchange(_ request: TransportRequest, mustSettle: Bool) throws -> HostAnswer {
        let ticket = try beginOperation("\(request.method) \(request.url)", mustSettle: mustSettle)
        let exchange = host.transport.send(request) { [self] result in
            switch result {
            case .success(let response): finish(ticket, .value(Self.value(of: response)))
            case .failure(let error):
                finish(
                    ticket, .failure(ScriptError(kind: "network", message: error.sentence(about: request))))
            }
        }
        onCancel(ticket) { exchange.cancel() }
        return .wait
    }

    private static func value(of response: TransportResponse) -> LuaValue {
        let headers = response.headers.map {
            LuaTable.Field(key: .string($0.name.lowercased()), value: .string($0.value))
        }
        return .table(
            LuaTable([
                "status": .integer(Int64(response.status)), "body": .bytes(response.body),
                "headers": .table(LuaTable(fields: headers)),
            ]))
    }
}

extension TransportRequest {
    /// Makes a request for a script or a health check.
    static func ofScript(
        _ method: String, _ url: String, body: [UInt8] = [], timeout: Duration
    ) -> TransportRequest {
        var request = TransportRequest(method: method, url: url, body: body)
        request.timeout = timeout
        request.connectTimeout = min(request.connectTimeout, timeout)
        request.responseSizeMax = 16 << 20
        return request
    }
}

extension TransportError {
    /// Describes in a sentence why a request failed.
    func sentence(about request: TransportRequest) -> String {
        let problem =
            switch self {
            case .notSent(let reason), .interrupted(let reason): reason
            case .timedOut(let limit): "no complete answer within \(DurationText.describe(limit))"
            case .responseTooLarge(let limit): "the answer is larger than \(limit) bytes"
            }
        return "\(request.method) \(request.url): \(problem)"
    }
}

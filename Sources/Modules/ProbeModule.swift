import Basics
import Lua
import ScriptRuntime

/// Requests many URLs at the same time for the health checks of the embedded Lua modules; scripts can't call
/// this function.
///
/// A task for each URL would cost more than its request, and a roll checks every instance of a small fleet
/// before each batch.
final class ProbeModule {
    private let runtime: ScriptRuntime

    private init(_ runtime: ScriptRuntime) { self.runtime = runtime }

    static func make(_ runtime: ScriptRuntime) -> ScriptModule {
        let module = ProbeModule(runtime)
        return ScriptModule(
            name: "probe", summary: "HTTP requests of which only the status counts.",
            functions: [module.statuses])
    }

    private var statuses: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.http_statuses",
                "Asks every URL of a list; gives for each the status of the answer, or why no answer came.",
                parameters: [
                    Parameter("urls", .array(of: "URLs"), "http or https URLs."),
                    Parameter("timeout", .duration, "For each request."),
                    Parameter("limit", .integer, "How many requests are under way at the same time."),
                ], waits: true)
        ) { [runtime] arguments in
            let urls = arguments[0].table?.items.compactMap(\.text) ?? []
            guard !urls.isEmpty else { return .value(.array([])) }
            let ticket = try runtime.beginOperation("the answers of \(urls.count) URLs")
            let round = ProbeRound(
                urls: urls, timeout: try arguments.duration(1), transport: runtime.host.transport
            ) { answers in runtime.finish(ticket, .value(.array(answers))) }
            runtime.onCancel(ticket) { round.cancel() }
            round.start(limit: max(1, Int(arguments[2].integer ?? 1)))
            return .wait
        }
    }
}

/// The requests of one call: when a request ends, the next request starts.
private final class ProbeRound {
    private let urls: [String]
    private let timeout: Duration
    private let transport: any Transport
    private let completion: ([LuaValue]) -> Void
    private var answers: [LuaValue]
    private var started = 0
    private var answered = 0
    /// The requests in progress; the keys are positions in the list of URLs.
    private var underWay: [Int: any Cancellable] = [:]

    init(
        urls: [String], timeout: Duration, transport: any Transport,
        completion: @escaping ([LuaValue]) -> Void
    ) {
        self.urls = urls
        self.timeout = timeout
        self.transport = transport
        self.completion = completion
        answers = Array(repeating: .nil, count: urls.count)
    }

    func start(limit: Int) {
        for _ in 0..<min(limit, urls.count) { startNext() }
    }

    private func startNext() {
        guard started < urls.count else { return }
        let place = started
        started += 1
        let request = TransportRequest.ofScript("GET", urls[place], timeout: timeout)
        underWay[place] = transport.send(request) { [self] result in
            take(result, of: request, at: place)
        }
    }

    private func take(
        _ result: Result<TransportResponse, TransportError>, of request: TransportRequest, at place: Int
    ) {
        underWay[place] = nil
        answered += 1
        answers[place] =
            switch result {
            case .success(let response): .integer(Int64(response.status))
            case .failure(let error): .string(error.sentence(about: request))
            }
        startNext()
        if answered == urls.count { completion(answers) }
    }

    /// Cancels the requests in the order of the list, so that a simulated run repeats exactly.
    func cancel() {
        started = urls.count
        for place in underWay.keys.sorted() { underWay[place]?.cancel() }
        underWay = [:]
    }
}

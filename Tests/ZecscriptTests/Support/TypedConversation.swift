import Modules
import Rolling
import ScriptRuntime
import Simulator
import ZenlayerCloud

/// A REPL session with scripted input lines, on virtual time.
final class TypedConversation {
    let host: SimulatedHost
    let surroundings: MemorySurroundings
    let runtime: ScriptRuntime
    let reader: TypedLines
    let repl = REPLModule()

    init(instances: Int = 3, settings: CloudSettings = CloudSettings()) throws {
        surroundings = MemorySurroundings()
        host = SimulatedHost(
            cloud: SimulatedCloud(fleet: try Fleet(count: instances), settings: settings, seed: 1), seed: 1,
            surroundings: surroundings)
        var composition = RunComposition.complete()
        composition.conversation = repl
        composition.client = ClientSettings { .token(Secret("secret")) }
        runtime = try composition.makeRuntime(on: host)
        reader = TypedLines(host)
        runtime.onInput = { [reader] in reader.deliver() }
    }

    /// Types the lines one after the other, then ends the input.
    func hold(_ lines: [String]) -> RunOutcome {
        reader.lines = lines
        return repl.hold(on: runtime, reader: reader, greeting: nil)
    }

    /// The output on both streams.
    var output: String { surroundings.output }
    var errorOutput: String { surroundings.errorOutput }
}

/// Gives the next line as soon as the REPL asks for it.
final class TypedLines: LineReader {
    var lines: [String] = []
    var isPerson = false
    var isPrompting: Bool { false }
    private(set) var prompts: [String] = []
    private(set) var remembered: [String] = []
    private let host: SimulatedHost
    private var completion: ((LineInput) -> Void)?

    init(_ host: SimulatedHost) { self.host = host }

    func readLine(prompt: String, _ completion: @escaping (LineInput) -> Void) {
        prompts.append(prompt)
        self.completion = completion
        // A line that begins with a point is a pause without input: `.5` is five seconds.
        let pause = lines.first?.first == "." ? Int(lines.removeFirst().dropFirst()) ?? 0 : 0
        host.schedule(.inputReady, after: .seconds(pause))
    }

    func deliver() {
        guard let completion else { return }
        self.completion = nil
        completion(lines.isEmpty ? .end : .line(lines.removeFirst()))
    }

    func cancel() { completion = nil }

    func remember(_ text: String) { remembered.append(text) }

    func whileHidden(_ print: () -> Void) { print() }
}

internal import Basics
internal import Glibc
internal import LiveHost
internal import Lua
internal import ScriptRuntime

/// Runs a plan, one chunk after the other in one Lua state, on a thread of its own.
final class Session {
    /// Enough stack for the deepest recursion in C that Lua's limits allow.
    private static let stackSize = 16 << 20

    private let composition: Composition
    private let plan: RunPlan

    private init(_ composition: Composition, _ plan: RunPlan) {
        self.composition = composition
        self.plan = plan
    }

    /// - Throws: ``ProgramExit`` with the exit code, ``ConfigurationError`` before anything has run.
    static func run(_ plan: RunPlan, _ settings: RunSettings) throws {
        let composition = try Composition(settings, plan: plan)
        var code = ProgramExitCode.success
        // The other thread alone uses the session; this thread only waits.
        nonisolated(unsafe) var session: Session? = Session(composition, plan)
        try onThread(stackSize: stackSize) {
            code = session?.run() ?? code
            session = nil
        }
        if let exit = ProgramExit(code) { throw exit }
    }

    private var runtime: ScriptRuntime { composition.runtime }

    private func run() -> Int32 {
        runtime.lua.bindToCurrentThread()
        let watch = runtime.watchForRunaways(signalsOf: composition.surroundings)
        defer {
            watch.end()
            runtime.close()
        }
        var code = runChunks()
        if code == ProgramExitCode.success {
            if let repl = composition.conversation, runtime.canContinue {
                code = Conversation.hold(
                    repl, composition, greets: plan.script == nil && plan.prologue.isEmpty)
            } else {
                code = runtime.exitCodeOfRolls
            }
        }
        return finishOutput(code)
    }

    /// Reports lost output; a run that would succeed then fails.
    private func finishOutput(_ code: Int32) -> Int32 {
        do { try composition.surroundings.finishOutput() } catch {
            return code == ProgramExitCode.success ? error.code : code
        }
        return code
    }

    private func runChunks() -> Int32 {
        setArguments()
        for prologue in plan.prologue {
            let outcome = runtime.run(prologue.chunk)
            composition.report(outcome)
            guard outcome.exitCode == ProgramExitCode.success, runtime.canContinue else {
                return outcome.exitCode
            }
        }
        guard let script = plan.script else { return ProgramExitCode.success }
        guard let source = read(script) else { return ProgramExitCode.usage }
        let chunk = Chunk(name: script == "-" ? "=stdin" : "@\(script)", source: source)
        let outcome = runtime.ending(runtime.run(chunk))
        composition.report(outcome)
        return outcome.exitCode
    }

    private func read(_ script: String) -> [UInt8]? {
        do throws(HostFileError) {
            let host = composition.host
            return try script == "-" ? host.readStandardInput() : host.readFile(script)
        } catch {
            let isCommand = ZecscriptCommand.names.contains(script)
            let nearest =
                ZecscriptCommand.nestedNames.first { $0.hasSuffix(" \(script)") }
                ?? NearestName.find(script, among: ZecscriptCommand.names)
            let hint =
                isCommand
                ? "a command comes first: \(Program.name) \(script) [options]"
                : nearest.map { "did you mean the command \(Program.name) \($0)?" }
            composition.report(
                FailureReport(message: "cannot read the script \(script): \(error.reason)", hint: hint))
            return nil
        }
    }

    /// Sets the global `arg` as `lua` does: 0 is the script, and words before the script have negative indices; without a
    /// script, 0 is the program.
    private func setArguments() {
        let words = Program.words
        if let script = plan.script {
            let before = words.prefix(max(0, words.count - plan.arguments.count - 1))
            try? runtime.setArguments(script: script, before: before)
        } else {
            try? runtime.setArguments(words.dropFirst(), script: words.first ?? Program.name)
        }
    }
}

extension ScriptRuntime {
    fileprivate func run(_ chunk: Chunk) -> RunOutcome { run(chunkName: chunk.name, source: chunk.source) }
}

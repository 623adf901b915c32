internal import LiveHost
internal import Lua
internal import Modules
internal import Rolling
internal import ScriptRuntime

/// Compiles scripts without running them.
struct ScriptChecker {
    struct Findings: Equatable {
        var exitCode = ProgramExitCode.success
        var messages: [String] = []
    }

    private let runtime: ScriptRuntime

    init() throws {
        runtime = try RunComposition.complete().makeRuntime(on: LiveHost(receivingSignals: false))
    }

    /// Finds what is wrong with one script; `-` is standard input.
    func check(_ script: String, surroundings: LiveSurroundings) throws -> Findings {
        let source: [UInt8]
        do throws(HostFileError) {
            source = try script == "-" ? surroundings.readStandardInput() : surroundings.readFile(script)
        } catch {
            return Findings(exitCode: ProgramExitCode.usage, messages: ["\(script): \(error.reason)"])
        }
        return check(source, name: script == "-" ? "=stdin" : "@\(script)")
    }

    func check(_ source: [UInt8], name: String) -> Findings {
        do throws(ChunkError) {
            let accesses = try GlobalAccesses(of: source, name: name, with: runtime)
            let known = Set(runtime.lua.fieldNames(of: "")).union(accesses.assigned).union(["arg"])
            let unknown = accesses.read.filter { !known.contains($0.name) }
            let messages = unknown.map { access in
                let hint = NearestName.hint(for: access.name, among: known.sorted())
                return "\(name.dropFirst()):\(access.line): undefined global '\(access.name)'\(hint)"
            }
            return Findings(
                exitCode: messages.isEmpty ? ProgramExitCode.success : ProgramExitCode.scriptError,
                messages: messages)
        } catch {
            return Findings(exitCode: ProgramExitCode.syntax, messages: [error.message])
        }
    }
}

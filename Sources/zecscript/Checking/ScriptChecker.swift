internal import LiveHost
internal import Lua
internal import Modules
internal import Rolling
internal import ScriptRuntime

/// Compiles scripts without running them, and compares the names in them with the program's declarations.
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
            let names = ScriptNames(
                LuaTokenReader.tokens(of: ScriptRuntime.withoutFirstHashLine(source)),
                globalModules: globalModules)
            var findings = undefinedGlobals(accesses) + declarations.findings(in: names)
            findings += ModuleSearch(runtime, script: String(name.dropFirst())).missing(names.required)
            findings.sort { $0.line < $1.line }
            let messages = findings.map { "\(name.dropFirst()):\($0.line): \($0.message)" }
            return Findings(
                exitCode: messages.isEmpty ? ProgramExitCode.success : ProgramExitCode.scriptError,
                messages: messages)
        } catch {
            let place = name.dropFirst(), isPlaced = error.message.hasPrefix(place)
            return Findings(
                exitCode: ProgramExitCode.syntax,
                messages: [isPlaced ? error.message : "\(place): \(error.message)"])
        }
    }

    private func undefinedGlobals(_ accesses: GlobalAccesses) -> [DeclarationChecker.Finding] {
        let known = Set(runtime.lua.fieldNames(of: "")).union(accesses.assigned).union(["arg"])
        return accesses.read.filter { !known.contains($0.name) }.map { access in
            let hint = NearestName.hint(for: access.name, among: known.sorted())
            return .init(line: access.line, message: "undefined global '\(access.name)'\(hint)")
        }
    }

    /// The modules that a script can use without `require`.
    private var globalModules: Set<String> {
        Set(runtime.moduleDeclarations.filter { !$0.isObject && !$0.name.isEmpty }.map(\.name))
            .intersection(runtime.lua.fieldNames(of: ""))
    }

    private var declarations: DeclarationChecker {
        var fields: [String: [String]] = [:], functions: [String: FunctionDeclaration] = [:]
        for module in runtime.moduleDeclarations where !module.isObject {
            for function in module.functions { functions[function.path] = function }
            let names = module.functions.map { String($0.path.dropFirst(module.name.count + 1)) }
            if !module.name.isEmpty { fields[module.name] = names + runtime.lua.fieldNames(of: module.name) }
        }
        let host = runtime.host
        return DeclarationChecker(fields: fields, functions: functions, records: runtime.records) { path in
            try host.readFile(path)
        }
    }
}

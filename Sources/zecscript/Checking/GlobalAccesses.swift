internal import Lua
internal import ScriptRuntime

/// The global variables that a chunk reads and assigns, read from its compiled form.
struct GlobalAccesses {
    struct Access: Equatable {
        var name: String
        var line: Int
    }

    /// The first read of each name, in the order of the lines.
    private(set) var read: [Access] = []
    private(set) var assigned: Set<String> = []

    /// - Throws: The reason for which the chunk does not compile.
    init(of source: [UInt8], name: String, with runtime: ScriptRuntime) throws(ChunkError) {
        let bytecode = try Self.compile(source, name: name, with: runtime)
        var reader = BytecodeReader(bytecode)
        guard let function = reader.mainFunction() else {
            throw ChunkError(message: "\(name.dropFirst()): its compiled form cannot be read")
        }
        collect(function)
        var seen: Set<String> = []
        read.sort { $0.line < $1.line }
        read.removeAll { !seen.insert($0.name).inserted }
    }

    private static let compiler = Array(
        """
        local chunk, message = load(check.source, check.name, "t")
        return chunk and string.dump(chunk), message
        """.utf8)

    private static func compile(
        _ source: [UInt8], name: String, with runtime: ScriptRuntime
    ) throws(ChunkError) -> [UInt8] {
        let input = LuaTable([
            "source": .bytes(ScriptRuntime.withoutFirstHashLine(source)), "name": .string(name),
        ])
        do { try runtime.lua.setGlobal("check", to: .table(input)) } catch {
            throw ChunkError(message: "\(name.dropFirst()): not enough memory")
        }
        defer { try? runtime.lua.setGlobal("check", to: .nil) }
        let outcome = runtime.run(chunkName: "=[zecscript check]", source: compiler)
        if let bytecode = outcome.results.first?.rawBytes { return bytecode }
        let message = outcome.results.last?.text ?? outcome.report?.message ?? "it cannot be compiled"
        throw ChunkError(message: message)
    }

    private mutating func collect(_ function: BytecodeFunction) {
        for (index, instruction) in function.code.enumerated() {
            switch instruction & 0x7F {
            case 11 where function.isEnvironment(upvalue: instruction >> 16 & 0xFF):  // GETTABUP
                if let name = function.text(constant: instruction >> 24) {
                    read.append(Access(name: name, line: function.lines[index]))
                }
            case 15 where function.isEnvironment(upvalue: instruction >> 7 & 0xFF):  // SETTABUP
                if let name = function.text(constant: instruction >> 16 & 0xFF) { assigned.insert(name) }
            default: break
            }
        }
        for inner in function.functions { collect(inner) }
    }
}

/// One function of a compiled chunk: the parts that concern global variables.
struct BytecodeFunction {
    var code: [UInt32] = []
    /// The line of each instruction.
    var lines: [Int] = []
    /// The constants that are strings, at their places.
    var constants: [String?] = []
    var upvalueNames: [String?] = []
    var functions: [BytecodeFunction] = []

    func isEnvironment(upvalue: UInt32) -> Bool {
        upvalueNames.indices.contains(Int(upvalue)) && upvalueNames[Int(upvalue)] == "_ENV"
    }

    func text(constant: UInt32) -> String? {
        constants.indices.contains(Int(constant)) ? constants[Int(constant)] : nil
    }
}

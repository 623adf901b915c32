internal import Synchronization

/// Code that runs before the script, from one `-e` or `-l`.
struct Prologue: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        case code(String)
        /// A module, and the global variable that gets it.
        case module(String, global: String)
    }

    var kind: Kind
    /// Its place among the other prologues of the command line.
    var position: Int

    // The argument parser stores the values of `-e` and of `-l` separately, but reads both in the order of
    // the command line.
    private static let count = Atomic<Int>(0)

    private init(_ kind: Kind) {
        self.kind = kind
        position = Self.count.add(1, ordering: .relaxed).newValue
    }

    static func code(_ text: String) -> Prologue { Prologue(.code(text)) }

    /// Reads `module` or `global=module`; without a global it is the module's name up to a hyphen, as in `lua`.
    static func module(_ text: String) -> Prologue {
        guard let equals = text.firstIndex(of: "=") else {
            return Prologue(.module(text, global: String(text.prefix { $0 != "-" })))
        }
        return Prologue(.module(String(text[text.index(after: equals)...]), global: String(text[..<equals])))
    }

    static func inOrder(_ prologues: [Prologue]) -> [Prologue] {
        prologues.sorted { $0.position < $1.position }
    }

    var chunk: Chunk {
        switch kind {
        case .code(let text): Chunk(name: "=(command line)", source: Array(text.utf8))
        case .module(let module, let global):
            Chunk(
                name: "=(command line)",
                source: Array("_G[\(Self.quoted(global))] = require(\(Self.quoted(module)))".utf8))
        }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for byte in text.utf8 {
            let code = String(byte)
            quoted += "\\" + String(repeating: "0", count: 3 - code.count) + code
        }
        return quoted + "\""
    }
}

/// A piece of Lua source, with its name in error messages.
struct Chunk: Sendable, Equatable {
    /// The chunk's name in Lua: `@path`, or `=name`.
    var name: String
    var source: [UInt8]
}

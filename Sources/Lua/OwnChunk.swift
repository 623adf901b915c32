internal import CLuaBridge

/// A piece of Lua that belongs to the program.
///
/// Its bytecode was made while the program was built, by the Lua of that machine. Another version of Lua may understand
/// bytecode differently, so it compiles the text instead.
package struct OwnChunk: Sendable {
    /// The path of its file below the folder of its target, without the ending: `core/plan`.
    package let path: String
    /// Its name in error messages: `rolling.core/plan`.
    package let name: String
    private let content: Content

    private enum Content: Sendable {
        case built(StaticString, Bytecode)
        case text([UInt8])
    }

    package init(path: String, name: String, text: StaticString, bytecode: Bytecode) {
        self.path = path
        self.name = name
        content = .built(text, bytecode)
    }

    /// The same chunk with another text: a test changes a line to see what the line prevents.
    package init(_ chunk: OwnChunk, text: [UInt8]) {
        path = chunk.path
        name = chunk.name
        content = .text(text)
    }

    /// The text in UTF-8.
    package var text: [UInt8] {
        switch content {
        case .built(let text, _):
            Array(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
        case .text(let text): text
        }
    }

    /// The bytecode that was made while the program was built; nil if the Lua of this process can't use it.
    var bytecode: [UInt8]? {
        guard case .built(_, let bytecode) = content else { return nil }
        return bytecode.bytes
    }

    /// How Lua names the chunk in messages and tracebacks.
    var chunkName: String { "=[zecscript \(name)]" }
}

extension OwnChunk {
    /// The bytecode of a chunk, and the Lua that made it.
    package struct Bytecode: Sendable {
        private let words: [UInt64]
        private let start: Int
        private let count: Int
        private let compiler: String

        /// - Parameters:
        ///   - words: The bytecode of many chunks: eight bytes in each number, in the byte order of the machine.
        ///   - start: The first number of this chunk.
        ///   - count: The number of bytes of this chunk.
        ///   - compiler: The version of the Lua that made them, as its `lua_ident` names it.
        package init(in words: [UInt64], from start: Int, count: Int, compiler: String) {
            self.words = words
            self.start = start
            self.count = count
            self.compiler = compiler
        }

        /// The bytecode; nil if another version of Lua made it than the version of this process.
        fileprivate var bytes: [UInt8]? {
            compiler == Self.thisLua ? words[start...].withUnsafeBytes { Array($0.prefix(count)) } : nil
        }

        /// How the Lua of this process names its version.
        package static let thisLua = String(cString: bridge_lua_ident())
    }
}

/// A token of a Lua script.
struct LuaToken: Equatable {
    enum Kind: Equatable {
        /// A name or a keyword.
        case name(String)
        /// A string, without its quotes; escapes stay as they are written.
        case string(String)
        case number
        /// An operator or a bracket; an operator of several characters gives one token for each character.
        case symbol(Character)
    }

    var kind: Kind
    var line: Int

    var name: String? { if case .name(let name) = kind { name } else { nil } }
    var string: String? { if case .string(let text) = kind { text } else { nil } }

    func isSymbol(_ symbol: Character) -> Bool { kind == .symbol(symbol) }

    /// The change of the nesting depth after this token: 1 if it opens a bracket or a block, -1 if it closes
    /// one.
    var nesting: Int {
        switch kind {
        case .symbol("("), .symbol("{"), .symbol("["), .name("function"), .name("do"), .name("if"): 1
        case .symbol(")"), .symbol("}"), .symbol("]"), .name("end"): -1
        default: 0
        }
    }
}

/// Reads the tokens of a script that compiles; bytes that it does not know become symbols.
struct LuaTokenReader {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private var tokens: [LuaToken] = []

    static func tokens(of source: [UInt8]) -> [LuaToken] {
        var reader = LuaTokenReader(bytes: source)
        while reader.readNext() {}
        return reader.tokens
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.first == UInt8(ascii: "#") { skipLine() }
    }

    private func byte(_ offset: Int = 0) -> UInt8? {
        position + offset < bytes.count ? bytes[position + offset] : nil
    }

    private mutating func advance() {
        if byte() == UInt8(ascii: "\n") { line += 1 }
        position += 1
    }

    private mutating func skipLine() {
        while let next = byte(), next != UInt8(ascii: "\n") { position += 1 }
    }

    /// Reads a token, a comment or a space; returns false at the end.
    private mutating func readNext() -> Bool {
        guard let next = byte() else { return false }
        switch next {
        case UInt8(ascii: "-") where byte(1) == UInt8(ascii: "-"):
            position += 2
            if readLongBracket() == nil { skipLine() }
        case UInt8(ascii: "\""), UInt8(ascii: "'"): readString(quote: next)
        case UInt8(ascii: "["):
            let line = line
            if let text = readLongBracket() {
                tokens.append(LuaToken(kind: .string(text), line: line))
            } else {
                addSymbol(next)
            }
        case _ where next.isNameStart: readName()
        case UInt8(ascii: "0")...UInt8(ascii: "9"): readNumber()
        case 0...UInt8(ascii: " "): advance()
        default: addSymbol(next)
        }
        return true
    }

    private mutating func addSymbol(_ byte: UInt8) {
        tokens.append(LuaToken(kind: .symbol(Character(UnicodeScalar(byte))), line: line))
        advance()
    }

    private mutating func readName() {
        let start = position
        while let next = byte(), next.isNameStart || next.isDigit { position += 1 }
        tokens.append(
            LuaToken(kind: .name(String(decoding: bytes[start..<position], as: UTF8.self)), line: line))
    }

    private mutating func readNumber() {
        while let next = byte(), next.isNameStart || next.isDigit || next == UInt8(ascii: ".") {
            position += 1
        }
        tokens.append(LuaToken(kind: .number, line: line))
    }

    private mutating func readString(quote: UInt8) {
        let line = line
        position += 1
        let start = position
        while let next = byte(), next != quote {
            if next == UInt8(ascii: "\\") { advance() }
            advance()
        }
        let end = min(position, bytes.count)
        let text = String(decoding: bytes[min(start, end)..<end], as: UTF8.self)
        tokens.append(LuaToken(kind: .string(text), line: line))
        position += 1
    }

    /// Reads the text of `[[…]]` or `[==[…]==]`; returns nil if no long bracket begins here.
    private mutating func readLongBracket() -> String? {
        var level = 0
        guard byte() == UInt8(ascii: "[") else { return nil }
        while byte(1 + level) == UInt8(ascii: "=") { level += 1 }
        guard byte(1 + level) == UInt8(ascii: "[") else { return nil }
        position += 2 + level
        let start = position
        let closing =
            [UInt8(ascii: "]")] + Array(repeating: UInt8(ascii: "="), count: level) + [UInt8(ascii: "]")]
        while position < bytes.count, !bytes[position...].starts(with: closing) { advance() }
        defer { position += closing.count }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }
    fileprivate var isNameStart: Bool {
        let lower = self | 0x20
        return UInt8(ascii: "a")...UInt8(ascii: "z") ~= lower || self == UInt8(ascii: "_")
    }
}

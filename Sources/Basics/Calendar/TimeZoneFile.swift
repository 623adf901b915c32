// Reads the compiled IANA database (RFC 8536): /usr/share/zoneinfo/Europe/Paris.

/// Why a time zone can't be used, as a sentence.
package struct TimeZoneError: Error, Sendable, Equatable, CustomStringConvertible {
    package var description: String

    init(_ sentence: String) { description = sentence }
}

extension TimeZoneRules {
    private static let folder = "/usr/share/zoneinfo/"

    /// Looks a name up in the system's time zone database.
    /// - Throws: ``TimeZoneError`` if the database does not have the name, or is not installed.
    package init(named name: String, readFile: (String) throws -> [UInt8]) throws(TimeZoneError) {
        if name == "UTC" || name == "Etc/UTC" {
            self = .utc
            return
        }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard !parts.isEmpty, parts.allSatisfy(Self.isPlain) else {
            throw TimeZoneError("'\(name)' is no name of a time zone; it looks like Europe/Paris")
        }
        let bytes: [UInt8]
        do { bytes = try readFile(Self.folder + name) } catch {
            throw TimeZoneError(
                "there is no time zone '\(name)' in \(Self.folder): install tzdata, or look for the name there"
            )
        }
        guard let rules = TimeZoneRules(name: name, parsing: bytes) else {
            throw TimeZoneError("\(Self.folder)\(name) is no time zone file")
        }
        self = rules
    }

    private static func isPlain(_ part: Substring) -> Bool {
        !part.isEmpty && part.first != "."
            && part.utf8.allSatisfy { byte in
                (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
            }
    }

    /// Reads a compiled file; nil if the bytes are not one.
    init?(name: String, parsing bytes: [UInt8]) {
        guard let first = FileHeader(bytes[...]) else { return nil }
        // The first block has 32-bit times, for old readers; the block with 64-bit times follows it.
        guard first.version >= UInt8(ascii: "2") else { return nil }
        let rest = bytes.dropFirst(FileHeader.size + first.blockSize(timeSize: 4))
        guard let header = FileHeader(rest), header.typeCount > 0 else { return nil }
        let block = rest.dropFirst(FileHeader.size)
        let size = header.blockSize(timeSize: 8)
        guard block.count >= size else { return nil }
        var reader = ByteReader(block)
        let times = (0..<header.timeCount).map { _ in reader.integer(Int64.self) }
        let indices = (0..<header.timeCount).map { _ in Int(reader.integer(UInt8.self)) }
        let kinds = (0..<header.typeCount).map { _ in
            let offset = Int64(reader.integer(Int32.self)), isDaylight = reader.integer(UInt8.self) != 0
            _ = reader.integer(UInt8.self)
            return Kind(offset: offset, isDaylight: isDaylight)
        }
        guard indices.allSatisfy({ $0 < kinds.count }), kinds.allSatisfy({ abs($0.offset) < 172_800 }),
            zip(times, times.dropFirst()).allSatisfy(<)
        else { return nil }
        self.init(
            name: name, transitions: Array(zip(times, indices)), kinds: kinds,
            firstKind: kinds.firstIndex { !$0.isDaylight } ?? 0,
            later: Self.footer(block.dropFirst(size)))
    }

    private static func footer(_ bytes: ArraySlice<UInt8>) -> RecurringRule? {
        guard bytes.first == UInt8(ascii: "\n") else { return nil }
        let line = bytes.dropFirst().prefix { $0 != UInt8(ascii: "\n") }
        return RecurringRule(String(decoding: line, as: UTF8.self))
    }
}

/// The counts at the start of a block.
private struct FileHeader {
    static let size = 44

    let version: UInt8
    let universalCount, standardCount, leapCount, timeCount, typeCount, letterCount: Int

    init?(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count >= Self.size, bytes.starts(with: Array("TZif".utf8)) else { return nil }
        var reader = ByteReader(bytes.dropFirst(4))
        version = reader.integer(UInt8.self)
        reader.skip(15)
        let counts = (0..<6).map { _ in Int(reader.integer(UInt32.self)) }
        // No real file comes near these counts; a damaged file must not make the program reserve gigabytes.
        guard counts.allSatisfy({ $0 <= 65_536 }) else { return nil }
        (universalCount, standardCount, leapCount) = (counts[0], counts[1], counts[2])
        (timeCount, typeCount, letterCount) = (counts[3], counts[4], counts[5])
    }

    func blockSize(timeSize: Int) -> Int {
        timeCount * (timeSize + 1) + typeCount * 6 + letterCount + leapCount * (timeSize + 4) + standardCount
            + universalCount
    }
}

/// Reads big-endian integers, one after the other; beyond the end they are 0.
private struct ByteReader {
    private var bytes: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    mutating func skip(_ count: Int) { bytes = bytes.dropFirst(count) }

    mutating func integer<T: FixedWidthInteger>(_ type: T.Type) -> T {
        var value: T = 0
        for byte in bytes.prefix(MemoryLayout<T>.size) { value = value << 8 | T(truncatingIfNeeded: byte) }
        skip(MemoryLayout<T>.size)
        return value
    }
}

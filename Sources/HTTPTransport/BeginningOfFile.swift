internal import Glibc

/// Looks into a file without reading all of it: a file of certificate authorities has 200 kB, and is looked at by each start.
enum BeginningOfFile {
    /// Whether a line of a file begins with a mark; reads only up to that line.
    static func hasLine(beginningWith mark: [UInt8], inFile path: String) -> Bool {
        guard let file = fopen(path, "re") else { return false }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 512), isAtStart = true
        while fgets(&line, Int32(line.count), file) != nil {
            let bytes = line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            if isAtStart, bytes.starts(with: mark) { return true }
            isAtStart = bytes.last == UInt8(ascii: "\n")
        }
        return false
    }
}

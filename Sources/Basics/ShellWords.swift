/// Words as a shell reads them.
package enum ShellWords {
    /// One command line for a shell.
    package static func line(_ words: some Sequence<String>) -> String {
        words.map(quoted).joined(separator: " ")
    }

    /// A word, with quotes if a shell needs them.
    package static func quoted(_ word: String) -> String {
        let plain = word.utf8.allSatisfy { byte in
            (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "-_./:=,%@+".utf8.contains(byte)
        }
        guard !plain || word.isEmpty else { return word }
        return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
            + "'"
    }
}

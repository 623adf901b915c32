internal import CBuild

extension Program {
    /// The words that the program was started with, its own name first.
    ///
    /// `CommandLine.arguments` is empty where /proc is not mounted; see `program_words.h`.
    static let words: [String] = (0..<program_word_count()).compactMap { place in
        program_word(place).map { String(cString: $0) }
    }
}

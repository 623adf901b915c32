internal import Basics
internal import CBuild

extension Program {
    /// The words that the program was started with, its own name first.
    ///
    /// `CommandLine.arguments` is empty where /proc is not mounted; see `program_words.h`.
    static let words: CommandWords =
        program_words().map { CommandWords(ofProcess: $0, count: Int(program_word_count())) } ?? []
}

/// How the program was started: what it takes to start it again in the same way.
package struct ProgramStart: Sendable, Equatable {
    /// The words of the command line, without the program.
    package var words: [String]
    /// The folder in which it began; nil where that is unknown.
    package var directory: String?

    package init(words: [String] = [], directory: String? = nil) {
        self.words = words
        self.directory = directory
    }
}

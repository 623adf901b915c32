package import Basics

/// The command line and the folder with which the program was started, so that it can be started again.
package struct ProgramStart: Sendable, Equatable {
    /// The words of the command line, without the program.
    package var words: CommandWords
    /// The folder in which the program was started; nil if it is unknown.
    package var directory: String?

    package init(words: CommandWords = [], directory: String? = nil) {
        self.words = words
        self.directory = directory
    }
}

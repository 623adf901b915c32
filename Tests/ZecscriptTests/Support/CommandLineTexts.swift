import ArgumentParser
import Basics

@testable import zecscript

extension Program {
    /// Parses a command line of texts.
    static func parse(_ words: [String]) throws -> any ParsableCommand { try parse(CommandWords(words)) }
}

extension SplitCommandLine {
    init(_ words: [String]) { self.init(CommandWords(words)) }
}

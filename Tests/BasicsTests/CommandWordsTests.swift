import Basics
import Testing

/// Words of a command line are the same words, as texts and as the process holds them.
@Suite struct CommandWordsTests {
    /// Calls a function with words as a process holds them: C strings.
    private func withWords<R>(_ texts: [String], _ body: (CommandWords) throws -> R) rethrows -> R {
        let bytes = texts.map { Array($0.utf8CString) }
        let copies = bytes.map { word in
            let copy = UnsafeMutablePointer<CChar>.allocate(capacity: word.count)
            copy.initialize(from: word, count: word.count)
            return copy
        }
        defer { copies.forEach { $0.deallocate() } }
        let pointers = copies.map { Optional(UnsafePointer($0)) }
        return try pointers.withUnsafeBufferPointer { pointers in
            guard let base = pointers.baseAddress else { return try body([]) }
            return try body(CommandWords(ofProcess: base, count: texts.count))
        }
    }

    private let texts = ["zecscript", "roll.lua", "--dry-run", "Zürich", "", "-"]

    @Test func wordsOfAProcessReadLikeTexts() {
        withWords(texts) { words in
            #expect(Array(words) == texts)
            #expect(words == CommandWords(texts))
            #expect(Array(words.dropFirst(2).prefix(2)) == ["--dry-run", "Zürich"])
            #expect(words.dropFirst().first == "roll.lua")
            #expect(words.suffix(2) == ["", "-"])
            #expect(words.dropFirst(99).isEmpty)
        }
    }

    @Test func aPartKnowsWhichWordsOfTheProcessItHas() {
        withWords(texts) { words in
            #expect(words.dropFirst(3).ofProcess?.buffer.count == 3)
            #expect(words.dropFirst(3).ofProcess?.buffer[0].map { String(cString: $0) } == "Zürich")
        }
        #expect(CommandWords(texts).ofProcess == nil)
    }

    @Test func theFirstWordThatBeginsWithAByteIsFoundInBothForms() {
        let hyphen = UInt8(ascii: "-")
        withWords(texts) { words in
            for words in [words, CommandWords(texts)] {
                #expect(words.firstIndex(beginningWith: hyphen) == 2)
                #expect(words.dropFirst(3).firstIndex(beginningWith: hyphen) == 5)
                #expect(words.prefix(2).firstIndex(beginningWith: hyphen) == nil)
            }
        }
    }
}

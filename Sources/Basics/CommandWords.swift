/// Words of a command line: texts, or words of the process, which become texts when they are read.
///
/// A process may be started with 100,000 words. To make texts of all takes longer than the rest of the start.
package struct CommandWords: RandomAccessCollection, Sendable {
    /// Words that belong to the process: each is a C string that is never changed or freed.
    package struct OfProcess: @unchecked Sendable {
        fileprivate let base: UnsafePointer<UnsafePointer<CChar>?>
        fileprivate let range: Range<Int>

        package var buffer: UnsafeBufferPointer<UnsafePointer<CChar>?> {
            UnsafeBufferPointer(start: base + range.lowerBound, count: range.count)
        }
    }

    private enum Storage: Sendable {
        case texts(ArraySlice<String>)
        case process(OfProcess)
    }

    private let storage: Storage

    private init(_ storage: Storage) { self.storage = storage }

    package init(_ texts: some Sequence<String>) { storage = .texts(Array(texts)[...]) }

    /// - Parameters:
    ///   - base: The words; none of them is null, and none is changed or freed later.
    ///   - count: How many words there are.
    package init(ofProcess base: UnsafePointer<UnsafePointer<CChar>?>, count: Int) {
        storage = .process(OfProcess(base: base, range: 0..<count))
    }

    /// The words as the process holds them; nil if they are texts.
    package var ofProcess: OfProcess? {
        guard case .process(let words) = storage else { return nil }
        return words
    }

    package var startIndex: Int {
        switch storage {
        case .texts(let texts): texts.startIndex
        case .process(let words): words.range.lowerBound
        }
    }

    package var endIndex: Int {
        switch storage {
        case .texts(let texts): texts.endIndex
        case .process(let words): words.range.upperBound
        }
    }

    package subscript(place: Int) -> String {
        switch storage {
        case .texts(let texts): texts[place]
        case .process(let words): words.base[place].map { String(cString: $0) } ?? ""
        }
    }

    package subscript(bounds: Range<Int>) -> CommandWords {
        switch storage {
        case .texts(let texts): CommandWords(.texts(texts[bounds]))
        case .process(let words): CommandWords(.process(OfProcess(base: words.base, range: bounds)))
        }
    }

    /// Finds the first word that begins with a byte.
    package func firstIndex(beginningWith byte: UInt8) -> Int? {
        switch storage {
        case .texts(let texts): texts.firstIndex { $0.utf8.first == byte }
        case .process(let words):
            words.range.first { place in words.base[place].map { UInt8(bitPattern: $0[0]) } == byte }
        }
    }
}

extension CommandWords: Equatable, ExpressibleByArrayLiteral {
    package static func == (one: CommandWords, other: CommandWords) -> Bool { one.elementsEqual(other) }

    package init(arrayLiteral words: String...) { self.init(words) }
}

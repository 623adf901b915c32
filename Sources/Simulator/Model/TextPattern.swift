/// A text in which `*` stands for any text, also for an empty text.
struct TextPattern: Sendable, Equatable {
    let text: String

    init(_ text: String) { self.text = text }

    func matches(_ candidate: String) -> Bool {
        let pieces = text.utf8.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false)
        let candidate = Array(candidate.utf8)
        guard let first = pieces.first, candidate.starts(with: first) else { return false }
        guard pieces.count > 1, let last = pieces.last else { return candidate.count == first.count }
        var position = first.count
        for piece in pieces.dropFirst().dropLast() {
            guard let found = candidate[position...].firstRange(of: piece) else { return false }
            position = found.upperBound
        }
        return candidate.count - position >= last.count && candidate.suffix(last.count).elementsEqual(last)
    }
}

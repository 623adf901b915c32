internal import Glibc
internal import LiveHost
internal import Modules

/// Lines from a pipe or a file: no prompt, no editing, no history.
final class PipedLineReader: LineReader, InputFollower {
    let isPerson = false
    private let surroundings: LiveSurroundings
    private var lines = LineSplitter()
    private var hasEnded = false
    private var completion: ((LineInput) -> Void)?

    init(_ surroundings: LiveSurroundings) { self.surroundings = surroundings }

    let isPrompting = false

    func readLine(prompt: String, _ completion: @escaping (LineInput) -> Void) {
        self.completion = completion
        // The line is delivered through the event loop even if it has arrived already: a task must wait
        // before it can resume.
        surroundings.enableInputEvents()
    }

    func inputIsReady() {
        guard let completion else { return }
        if let input = next() {
            self.completion = nil
            completion(input)
        } else {
            surroundings.enableInputEvents()
        }
    }

    func cancel() { completion = nil }

    func remember(_ text: String) {}

    func whileHidden(_ print: () -> Void) { print() }

    private func next() -> LineInput? {
        if let line = lines.next(isAtEnd: hasEnded) { return .line(line) }
        if hasEnded { return .end }
        readSome()
        if let line = lines.next(isAtEnd: hasEnded) { return .line(line) }
        return hasEnded ? .end : nil
    }

    private func readSome() {
        var chunk = [UInt8](repeating: 0, count: 4096)
        let count = read(standardInput, &chunk, chunk.count)
        if count > 0 { lines.add(chunk[..<count]) } else if count == 0 || errno != EINTR { hasEnded = true }
    }
}

/// Splits bytes into lines.
struct LineSplitter: Sendable, Equatable {
    private var bytes: [UInt8] = []

    mutating func add(_ more: ArraySlice<UInt8>) { bytes += more }

    /// The next line without its end; at the end of the input, also a line without a line end.
    mutating func next(isAtEnd: Bool) -> String? {
        let end = bytes.firstIndex(of: UInt8(ascii: "\n"))
        guard end != nil || isAtEnd && !bytes.isEmpty else { return nil }
        let line = String(decoding: bytes[..<(end ?? bytes.count)], as: UTF8.self)
        bytes.removeFirst(min(bytes.count, (end ?? bytes.count) + 1))
        return line
    }
}

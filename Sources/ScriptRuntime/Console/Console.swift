package import Basics

/// What the program writes: a script's output, log lines, and the line that moves.
///
/// The moving line is taken away before anything else is written and drawn again afterwards, so that it never mixes with other
/// text.
package final class Console {
    private let host: any Host
    private let format: LogFormat
    private let level: LogLevel
    private let isColored: Bool
    private var moving = ""
    /// Whether what was written last does not end a line: until it does, nothing moves.
    private var isMidLine = false
    var progress: [Progress] = []
    /// Takes a line that a person types off the screen while something is written.
    package var aroundPrompt: ((_ write: () -> Void) -> Void)?

    init(host: any Host, format: LogFormat, level: LogLevel) {
        self.host = host
        self.format = format
        self.level = level
        let isTerminal = host.terminalWidth(of: .standardError) != nil
        isColored = isTerminal && (host.environment("NO_COLOR") ?? "").isEmpty
    }

    // MARK: Output

    package func write(_ bytes: [UInt8]) {
        write(bytes, to: .standardOutput)
    }

    package func writeError(_ text: String) {
        writeError(Array(text.utf8))
    }

    package func writeError(_ bytes: [UInt8]) {
        write(bytes, to: .standardError)
    }

    package func log(
        _ level: LogLevel, _ message: String, task: String? = nil,
        fields: [(name: String, value: JSONValue)] = []
    ) {
        guard level >= self.level else { return }
        let line = LogLine(
            level: level, message: message, time: host.wallClockNanoseconds, task: task, fields: fields)
        let bytes = format == .json ? line.json : Array(line.text(colored: isColored).utf8)
        write(bytes, to: .standardError)
    }

    package func logs(_ level: LogLevel) -> Bool { level >= self.level }

    // MARK: The moving line

    private func write(_ bytes: [UInt8], to stream: HostStream) {
        if let aroundPrompt { return aroundPrompt { host.write(bytes, to: stream) } }
        if !moving.isEmpty && !isMidLine { erase() }
        host.write(bytes, to: stream)
        if let last = bytes.last { isMidLine = last != UInt8(ascii: "\n") }
        if !moving.isEmpty && !isMidLine { host.write(Array(moving.utf8), to: .standardError) }
    }

    private func erase() {
        host.write(Array("\r\u{1B}[K".utf8), to: .standardError)
    }

    private func move(_ text: String) {
        guard text != moving else { return }
        moving = text
        if isMidLine { return }
        erase()
        host.write(Array(text.utf8), to: .standardError)
    }

    /// Shows a change of progress: the line moves on a terminal; elsewhere a log line now and then.
    package func show(_ progress: Progress) {
        if let width = host.terminalWidth(of: .standardError) {
            move(progress.line(at: host.now, width: width))
        } else if progress.isDueForLog(at: host.now) {
            logLine(of: progress)
        }
    }

    private func logLine(of progress: Progress) {
        let line = progress.line(at: host.now, width: nil)
        if progress.takeForLog(line, at: host.now) { log(.info, line) }
    }

    package func begin(_ progress: Progress) {
        self.progress.append(progress)
        show(progress)
    }

    /// Takes a finished one away; what it came to is said once more.
    package func finish(_ progress: Progress) {
        guard let index = self.progress.firstIndex(where: { $0 === progress }) else { return }
        self.progress.remove(at: index)
        if host.terminalWidth(of: .standardError) != nil {
            move("")
            if isMidLine { write([UInt8(ascii: "\n")], to: .standardError) }
            host.write(Array((progress.line(at: host.now, width: nil) + "\n").utf8), to: .standardError)
            if let other = self.progress.last { show(other) }
        } else {
            logLine(of: progress)
        }
    }

    /// Leaves no moving line behind.
    func finishProgress() {
        for progress in progress.reversed() { finish(progress) }
    }
}

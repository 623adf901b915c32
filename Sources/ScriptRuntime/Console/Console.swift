package import Basics

/// Writes a script's output, log lines and the progress line.
///
/// The progress line is erased before other text is written and drawn again afterwards, so that the two never mix.
package final class Console {
    private let host: any Host
    private let format: LogFormat
    private let level: LogLevel
    private let isColored: Bool
    /// Whether progress is shown.
    private let showsProgress: Bool
    private var moving = ""
    /// Whether the last output did not end its line; until it does, the progress line is not drawn.
    private var isMidLine = false
    var progress: [Progress] = []
    /// The prompt of the REPL, while there is one.
    package weak var prompt: (any Prompt)?

    init(host: any Host, format: LogFormat, level: LogLevel, showsProgress: Bool = true) {
        self.host = host
        self.format = format
        self.level = level
        self.showsProgress = showsProgress
        isColored = host.showsColors(on: .standardError)
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
        write(format == .json ? line.json : Array(text(of: line).utf8), to: .standardError)
    }

    private func text(of line: LogLine) -> String {
        line.text(colored: isColored, columns: host.terminalWidth(of: .standardError))
    }

    /// Breaks the long lines of a report if standard output is a terminal.
    package func folded(_ text: String) -> String {
        FoldedText.report(text, columns: host.terminalWidth(of: .standardOutput))
    }

    package func logs(_ level: LogLevel) -> Bool { level >= self.level }

    /// Whether log lines are JSON objects.
    package var logsJSON: Bool { format == .json }

    // MARK: The progress line

    private func write(_ bytes: [UInt8], to stream: HostStream) {
        if let prompt { return prompt.whileHidden { host.write(bytes, to: stream) } }
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

    /// Shows a change of progress: redraws the progress line on a terminal; elsewhere writes a log line every 30 s at most.
    package func show(_ progress: Progress) {
        guard showsProgress else { return }
        if let width = host.terminalWidth(of: .standardError), prompt?.isPrompting != true {
            move(progress.line(at: host.now, width: width))
        } else if progress.isDueForLog(at: host.now) {
            logLine(of: progress)
        }
    }

    private func logLine(of progress: Progress) {
        let line = progress.line(at: host.now, width: nil)
        guard progress.takeForLog(line, at: host.now) else { return }
        log(.info, line, fields: format == .json ? progress.fields(at: host.now) : [])
    }

    package func begin(_ progress: Progress) {
        self.progress.append(progress)
        show(progress)
    }

    /// Ends a progress and writes its final line.
    package func finish(_ progress: Progress) {
        guard let index = self.progress.firstIndex(where: { $0 === progress }) else { return }
        self.progress.remove(at: index)
        progress.isOver = true
        guard showsProgress else { return }
        if host.terminalWidth(of: .standardError) != nil {
            move("")
            if isMidLine { write([UInt8(ascii: "\n")], to: .standardError) }
            host.write(Array((progress.line(at: host.now, width: nil) + "\n").utf8), to: .standardError)
            if let other = self.progress.last { show(other) }
        } else {
            logLine(of: progress)
        }
    }

    /// Ends every progress, so that no progress line stays on the screen.
    func finishProgress() {
        for progress in progress.reversed() { finish(progress) }
    }
}

@preconcurrency internal import CEdit
internal import Glibc

/// Edits one line of the terminal after another, and never waits for a key.
///
/// When its owner reports that keys have arrived, it passes them to libedit, so tasks run on while a person
/// thinks. libedit is one per process, and its callbacks carry no context, so there is one ``current``
/// editor. The editor belongs to one thread.
final class LineEditor {
    /// Returns the words that could replace the word before the cursor; the cursor counts bytes of the line.
    typealias Completer = (_ line: String, _ cursor: Int) -> [String]

    /// The editor for libedit's callbacks.
    ///
    /// `nonisolated(unsafe)`: libedit calls back on the thread that called it, which is the editor's.
    nonisolated(unsafe) fileprivate(set) static weak var current: LineEditor?

    private let input: Int32
    private let history: LineHistory
    fileprivate let completer: Completer
    private let onLine: (String?) -> Void
    fileprivate var finished: Line?
    private var prompt: String?
    private var filter = PasteFilter()
    private let isTerminal: Bool

    fileprivate enum Line {
        case text(String)
        case end
    }

    /// Loads the system's libedit.
    ///
    /// - Returns: Why it can't be loaded; nil if it is loaded.
    static func loadLibrary() -> String? { load_libedit().map { String(cString: $0) } }

    /// Makes the process's editor and reads the history; ``loadLibrary()`` comes first.
    ///
    /// - Parameters:
    ///   - historyFile: The file that keeps lines from session to session; nil: no file.
    ///   - streams: The terminal, if it is not standard input and output.
    ///   - completer: Called when the completion key is pressed.
    ///   - onLine: Called with each line without its end, or with nil at the end of input; no prompt is shown until
    ///     ``start(prompt:)``.
    init(
        historyFile: String?,
        streams: (input: UnsafeMutablePointer<FILE>, output: UnsafeMutablePointer<FILE>)? = nil,
        completer: @escaping Completer = { _, _ in [] },
        onLine: @escaping (String?) -> Void
    ) {
        self.completer = completer
        self.onLine = onLine
        input = streams.map { fileno($0.input) } ?? STDIN_FILENO
        isTerminal = isatty(streams.map { fileno($0.output) } ?? STDOUT_FILENO) == 1
        setUpLibrary(streams)
        history = LineHistory(file: historyFile)
        Self.current = self
    }

    /// Shows a prompt and edits a new line.
    func start(prompt: String) {
        if self.prompt == nil, isTerminal { write(PasteFilter.modeOn) }
        self.prompt = prompt
        rl_callback_handler_install(prompt) { text in
            LineEditor.current?.finished = text.map { .text(String(cString: $0)) } ?? .end
            free(text)
        }
    }

    /// Handles the keys that have been pressed; called when the input can be read.
    func readAvailable() {
        guard prompt != nil else { return }
        repeat {
            let ended = !hasInput(events: POLLIN) && hasInput(events: POLLHUP | POLLERR)
            if ended { finished = .end } else { rl_callback_read_char() }
        } while finished == nil && (!filter.isEmpty || hasInput(events: POLLIN))
        guard let finished else { return }
        self.finished = nil
        stop()
        switch finished {
        case .text(let text): onLine(text)
        case .end: onLine(nil)
        }
    }

    /// Drops the unfinished line and shows the prompt again.
    func cancelLine() {
        guard let prompt else { return }
        stop()
        write("^C\n")
        start(prompt: prompt)
    }

    /// Hides the line while `print` writes something, and shows it again below that.
    func whileHidden(_ print: () -> Void) {
        guard prompt != nil else { return print() }
        write("\r\u{1b}[K")
        print()
        rl_forced_update_display()
    }

    /// Ends editing and restores the terminal's own settings.
    func stop() {
        guard prompt != nil else { return }
        prompt = nil
        rl_callback_handler_remove()
        if isTerminal { write(PasteFilter.modeOff) }
    }

    /// The next key, for libedit; nil at the end of the input.
    ///
    /// If an escape sequence has arrived in part, waits up to 50 ms for the rest.
    fileprivate func readKey() -> UInt32? {
        while true {
            if let key = filter.next(isComplete: false) { return key }
            if !filter.isEmpty, !hasInput(events: POLLIN, within: 50) { return filter.next(isComplete: true) }
            // One byte at a time: bytes after the end of a line stay in the terminal until the next prompt.
            var byte: UInt8 = 0
            let count = read(input, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return filter.next(isComplete: true) }
            filter.add([byte])
        }
    }

    /// Adds a complete input, of one line or more, to the history and its file.
    func remember(_ text: String) {
        history.add(text)
    }

    private func hasInput(events: Int32, within milliseconds: Int32 = 0) -> Bool {
        var descriptor = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, milliseconds) > 0 && Int32(descriptor.revents) & events != 0
    }

    private func write(_ text: String) {
        fputs(text, edit_output())
        fflush(edit_output())
    }
}

/// Prepares libedit once; libedit keeps these settings.
private func setUpLibrary(
    _ streams: (input: UnsafeMutablePointer<FILE>, output: UnsafeMutablePointer<FILE>)?
) {
    // Makes libedit edit a non-ASCII letter as one character; Lua's own functions depend on no other category.
    setlocale(LC_CTYPE, "C.UTF-8")
    var editor = line_editor()
    editor.input = streams?.input
    editor.output = streams?.output
    editor.read_key = { _ in LineEditor.current?.readKey().map { Int32(bitPattern: $0) } ?? -1 }
    editor.complete = { _, _, end in completions(end: Int(end)) }
    editor.word_breaks = wordBreaks
    edit_set_up(&editor)
}

/// Every character that ends a Lua name, except the dot and the colon, as in `zec.reboot` and `t:wait`.
///
/// Never freed, because libedit keeps the pointer.
nonisolated(unsafe) private let wordBreaks = strdup(" \t\n\"'`=<>~+-*/%^#&|(){}[];,\\")

/// The list that libedit asks for: the common beginning, then the candidates, then nil; libedit frees it.
private func completions(end: Int) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
    guard let editor = LineEditor.current, let line = edit_line() else { return nil }
    let words = editor.completer(String(cString: line), end)
    guard let first = words.first else { return nil }
    let common = words.dropFirst().reduce(first) { commonPrefix($0, $1) }
    // libedit's convention: a single candidate stands alone.
    let entries = words.count == 1 ? [common] : [common] + words
    let size = (entries.count + 1) * MemoryLayout<UnsafeMutablePointer<CChar>?>.stride
    guard let memory = calloc(1, size) else { return nil }
    let list = memory.bindMemory(to: UnsafeMutablePointer<CChar>?.self, capacity: entries.count + 1)
    for (index, entry) in entries.enumerated() { list[index] = strdup(entry) }
    return list
}

private func commonPrefix(_ one: String, _ other: String) -> String {
    String(zip(one, other).prefix { $0 == $1 }.map(\.0))
}

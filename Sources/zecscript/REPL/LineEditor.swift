@preconcurrency internal import CEdit
internal import Glibc

/// Edits one line of the terminal after the other, without ever waiting for a key.
///
/// It shows the prompt and hands the keys that have arrived to libedit, whenever its owner says that there are some; so
/// tasks go on while a person thinks. libedit is one per process and its callbacks carry no context, hence so is the editor
/// that is ``current``. It belongs to one thread.
final class LineEditor {
    /// Gives the words that could replace the one before the cursor; the cursor counts bytes of the line.
    typealias Completer = (_ line: String, _ cursor: Int) -> [String]

    /// The editor that libedit's callbacks mean.
    ///
    /// `nonisolated(unsafe)`: libedit calls back on the thread that called it, which is the editor's.
    nonisolated(unsafe) fileprivate(set) static weak var current: LineEditor?

    private let input: Int32
    private let history: LineHistory
    fileprivate let completer: Completer
    private let onLine: (String?) -> Void
    fileprivate var finished: Line?
    private var prompt: String?

    fileprivate enum Line {
        case text(String)
        case end
    }

    /// Makes the process's editor and reads the history.
    ///
    /// - Parameters:
    ///   - historyFile: Where lines are kept from session to session; nil keeps them nowhere.
    ///   - streams: The terminal, where it is not standard input and output.
    ///   - completer: Called when the completion key is pressed.
    ///   - onLine: Gets each line without its end, or nil at the end of input; no prompt is shown until ``start(prompt:)``.
    init(
        historyFile: String?,
        streams: (input: UnsafeMutablePointer<FILE>, output: UnsafeMutablePointer<FILE>)? = nil,
        completer: @escaping Completer = { _, _ in [] },
        onLine: @escaping (String?) -> Void
    ) {
        self.completer = completer
        self.onLine = onLine
        input = streams.map { fileno($0.input) } ?? STDIN_FILENO
        setUpLibrary(streams)
        history = LineHistory(file: historyFile)
        Self.current = self
    }

    /// Shows a prompt and edits a new line.
    func start(prompt: String) {
        self.prompt = prompt
        rl_callback_handler_install(prompt) { text in
            LineEditor.current?.finished = text.map { .text(String(cString: $0)) } ?? .end
            free(text)
        }
    }

    /// Handles the keys that have been pressed; to be called when the input has something to read.
    func readAvailable() {
        guard prompt != nil else { return }
        repeat {
            let ended = !hasInput(events: POLLIN) && hasInput(events: POLLHUP | POLLERR)
            if ended { finished = .end } else { rl_callback_read_char() }
        } while finished == nil && hasInput(events: POLLIN)
        guard let finished else { return }
        self.finished = nil
        stop()
        switch finished {
        case .text(let text): onLine(text)
        case .end: onLine(nil)
        }
    }

    /// Forgets the line as typed so far and shows the prompt again.
    func cancelLine() {
        guard let prompt else { return }
        stop()
        write("^C\n")
        start(prompt: prompt)
    }

    /// Takes the line off the screen while `print` writes something, and shows it again below that.
    func whileHidden(_ print: () -> Void) {
        guard prompt != nil else { return print() }
        write("\r\u{1b}[K")
        print()
        rl_forced_update_display()
    }

    /// Ends editing and gives the terminal its own settings back.
    func stop() {
        guard prompt != nil else { return }
        prompt = nil
        rl_callback_handler_remove()
    }

    /// Adds a complete input, of one line or more, to the history and its file.
    func remember(_ text: String) {
        history.add(text)
    }

    private func hasInput(events: Int32) -> Bool {
        var descriptor = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, 0) > 0 && Int32(descriptor.revents) & events != 0
    }

    private func write(_ text: String) {
        fputs(text, rl_outstream)
        fflush(rl_outstream)
    }
}

/// Prepares libedit once; it keeps what it is given.
private func setUpLibrary(
    _ streams: (input: UnsafeMutablePointer<FILE>, output: UnsafeMutablePointer<FILE>)?
) {
    // So that letters beyond ASCII are edited as one; Lua's own functions depend on no other category.
    setlocale(LC_CTYPE, "C.UTF-8")
    rl_instream = streams?.input
    rl_outstream = streams?.output
    // Signals have a thread of their own.
    rl_catch_signals = 0
    rl_initialize()
    // Everything that ends a Lua name, but not the dot and the colon inside `zec.reboot` and `t:wait`.
    rl_basic_word_break_characters = UnsafePointer(wordBreaks)
    rl_completer_word_break_characters = wordBreaks
    rl_completion_append_character = 0
    rl_attempted_completion_function = { _, start, end in completions(start: Int(start), end: Int(end)) }
}

/// Never freed, as libedit holds on to it.
nonisolated(unsafe) private let wordBreaks = strdup(" \t\n\"'`=<>~+-*/%^#&|(){}[];,\\")

/// What libedit asks for: the common beginning, then the candidates, then nil, each to be freed by it.
private func completions(start: Int, end: Int) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
    // Never complete file names instead.
    rl_attempted_completion_over = 1
    guard let editor = LineEditor.current, let buffer = rl_line_buffer else { return nil }
    let words = editor.completer(String(cString: buffer), end)
    guard let first = words.first else { return nil }
    let common = words.dropFirst().reduce(first) { commonPrefix($0, $1) }
    // libedit's own convention: with a single candidate there is nothing after the common beginning.
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

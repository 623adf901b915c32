internal import LiveHost
internal import Modules

/// Lines that a person types and edits on the terminal.
final class TerminalLineReader: LineReader, InputFollower {
    let isPerson = true
    private let surroundings: LiveSurroundings
    private lazy var editor = LineEditor(historyFile: historyFile, completer: completer) { [weak self] text in
        self?.finish(text.map { .line($0) } ?? .end)
    }
    private let historyFile: String?
    private let completer: LineEditor.Completer
    private var completion: ((LineInput) -> Void)?

    init(
        _ surroundings: LiveSurroundings, historyFile: String?, completer: @escaping LineEditor.Completer
    ) {
        self.surroundings = surroundings
        self.historyFile = historyFile
        self.completer = completer
    }

    var isPrompting: Bool { completion != nil }

    func readLine(prompt: String, _ completion: @escaping (LineInput) -> Void) {
        self.completion = completion
        surroundings.flush()
        editor.start(prompt: prompt)
        surroundings.enableInputEvents()
    }

    func inputIsReady() {
        editor.readAvailable()
        if completion != nil { surroundings.enableInputEvents() }
    }

    func cancel() {
        completion = nil
        editor.stop()
    }

    func remember(_ text: String) { editor.remember(text) }

    func whileHidden(_ print: () -> Void) {
        guard completion != nil else { return print() }
        editor.whileHidden {
            print()
            surroundings.flush()
        }
    }

    private func finish(_ input: LineInput) {
        let completion = completion
        self.completion = nil
        completion?(input)
    }
}

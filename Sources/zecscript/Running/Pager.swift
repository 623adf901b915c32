internal import Glibc
internal import LiveHost
internal import ScriptRuntime

/// Shows text a screen at a time, where standard output is a terminal.
struct Pager {
    /// The command; nil where the text is written as it is.
    var command: String?

    /// Chooses the pager that `PAGER` names, or else `less` where it is installed.
    init(on terminal: LiveSurroundings) {
        guard terminal.terminalWidth(of: .standardOutput) != nil else { return }
        let chosen = terminal.environment("PAGER") ?? ""
        command = chosen.isEmpty ? "if command -v less >/dev/null; then less -FRX; else cat; fi" : chosen
    }

    func show(_ text: String) throws {
        guard let command, let pipe = popen(command, "w") else { return try CommandOutput.write(text) }
        // A reader that is left before the end of the text is no error.
        signal(SIGPIPE, SIG_IGN)
        fputs(text, pipe)
        pclose(pipe)
    }
}

internal import Glibc
internal import LiveHost
internal import ScriptRuntime

/// Shows text a screen at a time if standard output is a terminal.
struct Pager {
    /// The command; nil if the text is written without a pager.
    var command: String?

    /// Chooses the pager that `PAGER` names, or else `less` if it is installed.
    init(on terminal: LiveSurroundings) {
        guard terminal.terminalWidth(of: .standardOutput) != nil else { return }
        let chosen = terminal.environment("PAGER") ?? ""
        command = chosen.isEmpty ? "if command -v less >/dev/null; then less -FRX; else cat; fi" : chosen
    }

    func show(_ text: String) throws {
        guard let command, let pipe = popen(command, "w") else { return try CommandOutput.write(text) }
        // A person may leave the pager before the end of the text; that is no error.
        signal(SIGPIPE, SIG_IGN)
        fputs(text, pipe)
        pclose(pipe)
    }
}

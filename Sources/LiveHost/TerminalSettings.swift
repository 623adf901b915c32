internal import Glibc

/// The terminal's settings when the program started, to be restored if the program ends while a line is edited.
struct TerminalSettings: Sendable {
    private let saved: termios?

    init() {
        var settings = termios()
        saved = tcgetattr(STDIN_FILENO, &settings) == 0 ? settings : nil
    }

    /// Restores the settings, also from the background, where the terminal would otherwise stop the program.
    func restore() {
        guard var saved else { return }
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGTTOU)
        pthread_sigmask(SIG_BLOCK, &set, nil)
        tcsetattr(STDIN_FILENO, TCSANOW, &saved)
    }
}

/// The width of the terminal behind a descriptor, in columns; nil if it is not a terminal.
func terminalWidth(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard isatty(descriptor) == 1, ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
        return nil
    }
    return Int(size.ws_col)
}

@preconcurrency internal import CEdit
internal import Glibc

/// The lines of this and earlier sessions, in a file that only its owner can read.
struct LineHistory {
    private let file: String?
    private static let linesMax: Int32 = 1_000

    init(file: String?) {
        self.file = file
        using_history()
        clear_history()
        stifle_history(Self.linesMax)
        if let file { read_history(file) }
    }

    /// Adds a line, unless it is empty or equals the line before it, and writes the file.
    func add(_ text: String) {
        guard text.contains(where: { !$0.isWhitespace }), text != last else { return }
        add_history(text)
        guard let file else { return }
        // The file is made first, because libedit would make it readable for others.
        let descriptor = open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        close(descriptor)
        write_history(file)
    }

    private var last: String? { edit_last_line().map { String(cString: $0) } }
}

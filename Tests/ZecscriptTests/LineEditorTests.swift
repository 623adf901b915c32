import Foundation
import Glibc
import Testing

@testable import zecscript

/// A process has one libedit, so these tests run one after the other.
@Suite(.serialized) struct LineEditorTests {
    @Test func aLineArrivesWhenItsEndIsTyped() throws {
        let terminal = try Terminal()
        var lines: [String?] = []
        let editor = terminal.makeEditor { lines.append($0) }
        editor.start(prompt: "> ")
        terminal.type("print(1)", into: editor)
        #expect(lines.isEmpty)
        terminal.type("\r", into: editor)
        #expect(lines == ["print(1)"])
    }

    @Test func theSecondLineOfAPasteWaitsForItsPrompt() throws {
        let terminal = try Terminal()
        var lines: [String?] = []
        let editor = terminal.makeEditor { lines.append($0) }
        editor.start(prompt: "> ")
        terminal.type("one\rtwo\r", into: editor)
        #expect(lines == ["one"])
        editor.start(prompt: "> ")
        editor.readAvailable()
        #expect(lines == ["one", "two"])
    }

    @Test func aCancelledLineIsForgotten() throws {
        let terminal = try Terminal()
        var lines: [String?] = []
        let editor = terminal.makeEditor { lines.append($0) }
        editor.start(prompt: "> ")
        terminal.type("reboot_everything()", into: editor)
        editor.cancelLine()
        terminal.type("ok\r", into: editor)
        #expect(lines == ["ok"])
    }

    @Test func controlDOnAnEmptyLineIsTheEnd() throws {
        let terminal = try Terminal()
        var lines: [String?] = []
        let editor = terminal.makeEditor { lines.append($0) }
        editor.start(prompt: "> ")
        terminal.type("\u{4}", into: editor)
        #expect(lines == [nil])
    }

    @Test func theOnlyCandidateCompletesTheWord() throws {
        let terminal = try Terminal()
        var lines: [String?] = []
        let editor = terminal.makeEditor(completer: { line, cursor in
            line.utf8.prefix(cursor).elementsEqual("x = zec.reb".utf8) ? ["zec.reboot"] : []
        }) { lines.append($0) }
        editor.start(prompt: "> ")
        terminal.type("x = zec.reb\t\r", into: editor)
        #expect(lines == ["x = zec.reboot"])
    }

    @Test func lettersBeyondASCIIAreEditedAsOne() throws {
        let terminal = try Terminal()
        var lines: [String?] = []
        let editor = terminal.makeEditor { lines.append($0) }
        editor.start(prompt: "> ")
        terminal.type("ü\u{7f}é\r", into: editor)
        #expect(lines == ["é"])
    }

    @Test func theHistoryIsKeptForItsOwnerOnly() throws {
        let file = NSTemporaryDirectory() + "zecscript-history-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: file) }
        var terminal = try Terminal()
        terminal.makeEditor(historyFile: file) { _ in }.remember("zec.instances{}")
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        #expect(attributes[.posixPermissions] as? Int == 0o600)

        terminal = try Terminal()
        var lines: [String?] = []
        let editor = terminal.makeEditor(historyFile: file) { lines.append($0) }
        editor.start(prompt: "> ")
        terminal.type("\u{10}\r", into: editor)
        #expect(lines == ["zec.instances{}"])
    }
}

/// A pseudo-terminal; the test is its keyboard.
private final class Terminal {
    private let keyboard: Int32
    private let streams: (input: UnsafeMutablePointer<FILE>, output: UnsafeMutablePointer<FILE>)

    init() throws {
        try #require(LineEditor.loadLibrary() == nil)
        keyboard = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        // The calls inside unlockpt(3) and ptsname(3), which Swift's Glibc module does not declare: TIOCSPTLCK and TIOCGPTN.
        var lock: Int32 = 0
        var number: UInt32 = 0
        try #require(ioctl(keyboard, 0x4004_5431, &lock) == 0 && ioctl(keyboard, 0x8004_5430, &number) == 0)
        let name = "/dev/pts/\(number)"
        streams = (try #require(fopen(name, "r")), try #require(fopen(name, "w")))
    }

    deinit { close(keyboard) }

    func makeEditor(
        historyFile: String? = nil,
        completer: @escaping LineEditor.Completer = { _, _ in [] },
        onLine: @escaping (String?) -> Void
    ) -> LineEditor {
        LineEditor(historyFile: historyFile, streams: streams, completer: completer, onLine: onLine)
    }

    /// Types keys and lets the editor read all of them, or all up to the end of a line.
    func type(_ keys: String, into editor: LineEditor) {
        _ = write(keyboard, keys, keys.utf8.count)
        var input = pollfd(fd: fileno(streams.input), events: Int16(POLLIN), revents: 0)
        poll(&input, 1, -1)
        editor.readAvailable()
    }
}

import Glibc
import ScriptRuntime
import Testing

@testable import LiveHost

struct StandardStreamsTests {
    @Test func whatWasWrittenFirstComesFirstOnEitherStream() throws {
        let pipe = try Pipe()
        var streams = StandardStreams(output: pipe.writer, error: pipe.writer)
        streams.write(Array("out ".utf8), to: .standardOutput)
        streams.write(Array("err ".utf8), to: .standardError)
        streams.write(Array("more".utf8), to: .standardOutput)
        streams.flush()
        #expect(try pipe.contents() == "out err more")
    }

    @Test func aReaderThatHasGoneIsNoCrash() throws {
        signal(SIGPIPE, SIG_IGN)
        let pipe = try Pipe()
        close(pipe.reader)
        var streams = StandardStreams(output: pipe.writer, error: pipe.writer)
        streams.write(Array("nobody reads this".utf8), to: .standardError)
        streams.write(Array("nor this".utf8), to: .standardOutput)
        streams.flush()
        let problem = streams.outputProblem
        #expect(problem == "broken pipe")
        let width = streams.width(of: .standardOutput)
        #expect(width == nil)
        close(pipe.writer)
    }
}

struct FullOutputTests {
    @Test func aFullDiskIsAProblemOfStandardOutput() throws {
        let full = open("/dev/full", O_WRONLY)
        defer { close(full) }
        var streams = StandardStreams(output: full, error: full)
        streams.write(Array("lost".utf8), to: .standardOutput)
        streams.flush()
        let problem = streams.outputProblem
        #expect(problem == "no space left on device")
    }
}

private struct Pipe {
    let reader: Int32
    let writer: Int32

    init() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        (reader, writer) = (ends[0], ends[1])
    }

    /// Closes the writing end and reads what was written.
    func contents() throws -> String {
        close(writer)
        defer { close(reader) }
        return String(decoding: try readToEnd(of: reader, path: "pipe"), as: UTF8.self)
    }
}

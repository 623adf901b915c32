internal import Glibc
internal import ScriptRuntime

/// The pipes between the program and one command.
///
/// The command's ends are closed as soon as it runs; the program's ends never block.
struct CommandPipes {
    /// The program's end, and the command's.
    struct Pipe {
        var own: Int32 = -1
        var other: Int32 = -1
    }

    private(set) var input = Pipe()
    private(set) var output = Pipe()
    private(set) var errors = Pipe()

    /// Opens the pipes that a command needs.
    /// - Throws: If the process has no descriptors left.
    init(for command: HostCommand) throws(HostFileError) {
        do throws(HostFileError) {
            switch command.input {
            case .none, .inherited: break
            case .bytes, .written: input = try Self.open(commandReads: true)
            }
            if command.output != .inherited { output = try Self.open(commandReads: false) }
            if command.errors != .inherited { errors = try Self.open(commandReads: false) }
        } catch {
            closeAll()
            throw error
        }
    }

    private static func open(commandReads: Bool) throws(HostFileError) -> Pipe {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw HostFileError(path: "a pipe to a command", reason: errnoReason())
        }
        let pipe = commandReads ? Pipe(own: ends[1], other: ends[0]) : Pipe(own: ends[0], other: ends[1])
        _ = fcntl(pipe.own, F_SETFL, O_NONBLOCK)
        return pipe
    }

    /// Closes the command's ends.
    mutating func closeOthers() {
        for end in [input.other, output.other, errors.other] where end >= 0 { close(end) }
        (input.other, output.other, errors.other) = (-1, -1, -1)
    }

    mutating func closeAll() {
        closeOthers()
        for end in [input.own, output.own, errors.own] where end >= 0 { close(end) }
    }
}

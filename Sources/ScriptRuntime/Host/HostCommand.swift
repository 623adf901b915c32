package import Basics

/// A command that runs beside the script, in a session of its own.
///
/// Words, variables and the folder are bytes, as the system takes them.
package struct HostCommand: Sendable {
    /// Where the command reads its standard input.
    package enum Input: Sendable {
        /// It reads nothing.
        case none
        /// It reads the program's own standard input.
        case inherited
        /// It reads these bytes, then end of file.
        case bytes([UInt8])
        /// It reads what ``RunningCommand/write(_:completion:)`` sends.
        case written
    }

    /// Where the command's output goes.
    package enum Output: Sendable, Equatable {
        /// To the program's own output.
        case inherited
        /// Into ``HostCommandEnd``, up to `sizeMax` bytes; the rest is dropped.
        case kept(sizeMax: Int)
        /// To ``RunningCommand/nextOutput(_:)``, piece by piece, until every process that writes it has ended.
        ///
        /// A process that writes faster than the script reads is blocked.
        case streamed
    }

    /// The program, found in `PATH`, and its arguments.
    package var words: [[UInt8]]
    /// Variables that differ from the program's own, by name; nil removes one.
    package var environment: [[UInt8]: [UInt8]?] = [:]
    /// The folder in which it starts; nil: that of the program.
    package var folder: [UInt8]?
    package var input = Input.none
    package var output = Output.inherited
    /// Where standard error goes; never ``Output/streamed``.
    package var errors = Output.inherited
    /// The time limit, after which the command's process group gets SIGTERM; nil: no limit.
    package var timeout: Duration?
    /// The grace period between SIGTERM and SIGKILL.
    package var grace = Duration.seconds(3)

    /// Makes a command from its words, the first of which is the program.
    package init(_ words: [[UInt8]]) { self.words = words }

    /// Makes a command line for the shell, as `os.execute` does.
    package init(shell line: [UInt8]) { words = [Array("/bin/sh".utf8), Array("-c".utf8), line] }
}

/// How a command ended.
package struct HostCommandEnd: Sendable, Equatable {
    /// How its process ended.
    package enum Cause: Sendable, Equatable {
        /// The process exited with this code.
        case exit(Int32)
        /// This signal ended the process.
        case signal(Int32)
        /// The system does not report how.
        case unknown
    }

    package var cause: Cause
    /// What it wrote to standard output, if that was kept.
    package var output: [UInt8] = []
    /// What it wrote to standard error, if that was kept.
    package var errors: [UInt8] = []
    /// Whether it wrote more than was kept.
    package var isTruncated = false
    /// Whether it timed out.
    package var hasTimedOut = false

    package init(_ cause: Cause) { self.cause = cause }
}

/// A started command, used from the script's thread only.
///
/// ``Cancellable/cancel()`` sends SIGTERM to the command's process group, and kills what still runs after the grace period.
package protocol RunningCommand: Cancellable {
    /// Sends bytes to its standard input.
    ///
    /// `completion` is called when all bytes are read or the command has ended, with whether the command still reads.
    func write(_ bytes: [UInt8], completion: @escaping (Bool) -> Void)

    /// Closes its standard input and stops reading its streamed output.
    func closeStreams()

    /// Calls `completion` with the next piece of streamed output, or with nil at its end.
    func nextOutput(_ completion: @escaping ([UInt8]?) -> Void)

    /// Calls `completion` once the command has ended, and after a cancellation its process group too.
    func whenEnded(_ completion: @escaping (HostCommandEnd) -> Void)
}

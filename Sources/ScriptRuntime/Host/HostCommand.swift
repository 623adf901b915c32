package import Basics

/// A command that runs beside the script, in a session of its own.
///
/// Words, variables and the folder are bytes, as the system takes them.
package struct HostCommand: Sendable {
    /// Where the command reads its standard input.
    package enum Input: Sendable {
        /// It reads nothing.
        case none
        /// It reads what the program would read.
        case inherited
        /// It reads these bytes, and then the end.
        case bytes([UInt8])
        /// It reads what ``RunningCommand/write(_:completion:)`` sends.
        case written
    }

    /// What becomes of what the command writes.
    package enum Output: Sendable, Equatable {
        /// It goes where the program's own output goes.
        case inherited
        /// It is kept for ``HostCommandEnd``, up to a number of bytes; the rest is dropped.
        case kept(sizeMax: Int)
        /// ``RunningCommand/nextOutput(_:)`` hands it on piece by piece, until every process that writes it has ended. A process that
        /// writes faster than the script reads waits.
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
    /// Of standard error; it is never streamed.
    package var errors = Output.inherited
    /// After this time it is asked to end.
    package var timeout: Duration?
    /// How long it may take to end once it was asked to; then it is killed.
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
        /// By itself.
        case exit(Int32)
        /// By a signal.
        case signal(Int32)
        /// The system does not say.
        case unknown
    }

    package var cause: Cause
    /// What it wrote to standard output, where that was kept.
    package var output: [UInt8] = []
    /// What it wrote to standard error, where that was kept.
    package var errors: [UInt8] = []
    /// Whether it wrote more than was kept.
    package var isTruncated = false
    /// Whether it was asked to end because its time was over.
    package var hasTimedOut = false

    package init(_ cause: Cause) { self.cause = cause }
}

/// A command that was started; it belongs to the script's thread.
///
/// To cancel it asks the command and all processes of its group to end; those that have not after a grace period are killed.
package protocol RunningCommand: Cancellable {
    /// Sends bytes to its standard input; `completion` gets whether the command still reads, once all of them are read or it has ended.
    func write(_ bytes: [UInt8], completion: @escaping (Bool) -> Void)

    /// Ends its standard input, and takes no more of its streamed output.
    func closeStreams()

    /// Calls `completion` with the next piece of streamed output, or with nil at its end.
    func nextOutput(_ completion: @escaping ([UInt8]?) -> Void)

    /// Calls `completion` once the command, and its group where it was cancelled, have ended.
    func whenEnded(_ completion: @escaping (HostCommandEnd) -> Void)
}

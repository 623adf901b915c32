import Foundation
import Glibc

/// One run of the built program, as an operator sees it.
struct ProgramRun {
    var code: Int32
    var output: String
    var error: String

    /// Runs the program to its end, with only the given variables and an empty home folder.
    init(
        _ arguments: [String], input: String = "", variables: [String: String] = [:], folder: URL? = nil,
        executable: URL = program
    ) throws {
        let process = Process()
        let standardInput = Pipe(), standardOutput = Pipe(), standardError = Pipe()
        process.executableURL = executable
        process.arguments = arguments
        if let folder { process.currentDirectoryURL = folder }
        let state = FileManager.default.temporaryDirectory.appending(path: "zecscript-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: state) }
        process.environment = [
            "HOME": "/nonexistent", "PATH": "/usr/bin:/bin", "STATE_DIRECTORY": state.path(),
        ].merging(variables) { $1 }
        process.standardInput = standardInput
        process.standardOutput = standardOutput
        process.standardError = standardError
        try process.run()
        try standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try standardInput.fileHandleForWriting.close()
        let reader = StreamReader(standardError.fileHandleForReading)
        output = String(decoding: standardOutput.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        error = reader.text()
        process.waitUntilExit()
        code = process.terminationStatus
    }

    /// The built program, which lies beside the bundle of the tests.
    static var program: URL {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? "/proc/self/exe"
        let place = URL(fileURLWithPath: bundle).resolvingSymlinksInPath()
        return place.deletingLastPathComponent().appendingPathComponent("zecscript")
    }
}

/// Reads one stream while another is read, so that neither pipe fills up.
private final class StreamReader: @unchecked Sendable {
    // `@unchecked Sendable`: the semaphore orders the two uses of `data`.
    private var data = Data()
    private let finished = DispatchSemaphore(value: 0)

    init(_ handle: FileHandle) {
        Thread { [self] in
            data = handle.readDataToEndOfFile()
            finished.signal()
        }.start()
    }

    func text() -> String {
        finished.wait()
        return String(decoding: data, as: UTF8.self)
    }
}

/// The program's simulator, serving until it is stopped.
final class ServedCloud {
    let address: String
    private let process = Process()

    init(_ arguments: [String]) throws {
        let output = Pipe()
        process.executableURL = ProgramRun.program
        process.arguments = ["simulator", "--port", "0"] + arguments
        process.standardOutput = output
        try process.run()
        var line = Data()
        while line.last != UInt8(ascii: "\n") {
            guard let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty else { break }
            line += byte
        }
        address = String(decoding: line.dropLast(), as: UTF8.self)
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
    }
}

/// A file of this package.
func packageFile(_ path: String, here: String = #filePath) -> URL {
    URL(fileURLWithPath: here).deletingLastPathComponent().appendingPathComponent("../../\(path)")
        .standardizedFileURL
}

/// A file that lasts as long as this value.
final class TemporaryFile {
    let path: String

    init(_ text: String, name: String = "script.lua") throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appendingPathComponent(name)
        try Data(text.utf8).write(to: file)
        path = file.path
    }

    deinit { try? FileManager.default.removeItem(at: URL(fileURLWithPath: path).deletingLastPathComponent()) }
}

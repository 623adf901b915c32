import Foundation
import Glibc
import ScriptRuntime
import Testing

@testable import LiveHost

struct FileReplacementTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    private let surroundings = LiveSurroundings(receivingSignals: false)

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    private func text(_ name: String) throws -> String {
        String(decoding: try surroundings.readFile(path(name)), as: UTF8.self)
    }

    private var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
    }

    @Test func theOldFilesPermissionsAreKept() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try surroundings.writeFile(path("report"), Array("old and longer".utf8))
        chmod(path("report"), 0o600)
        try surroundings.writeFile(path("report"), Array("new".utf8))
        var status = stat()
        stat(path("report"), &status)
        #expect(try text("report") == "new")
        #expect(status.st_mode & 0o777 == 0o600)
        #expect(try names == ["report"])
    }

    @Test func aSymbolicLinkStaysAndItsTargetIsReplaced() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        symlink("target", path("link"))
        try surroundings.writeFile(path("link"), Array("one".utf8))
        try surroundings.writeFile(path("link"), Array("two".utf8))
        #expect(try text("target") == "two")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path("link")) == "target")
    }

    @Test func untilItIsCommittedTheOldFileStays() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try surroundings.writeFile(path("trace"), Array("old".utf8))
        do {
            let file = try surroundings.openReplacement(path("trace"))
            try file.append(Array("half of a new".utf8))
        }
        #expect(try text("trace") == "old")
        #expect(try names == ["trace"])
    }

    @Test func aFullDiskAndAFolderAreToldAsErrors() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(throws: HostFileError.self) { try surroundings.writeFile("/dev/full", [1]) }
        #expect(throws: HostFileError.self) { try surroundings.writeFile(folder.path, [1]) }
        #expect(throws: HostFileError.self) { try surroundings.writeFile(path("none/file"), [1]) }
    }
}

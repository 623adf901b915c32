import Foundation
import Testing

@testable import Rehearsals
@testable import Simulator
@testable import zecscript

/// Runbooks with real-world mistakes: each is caught, by the right invariant.
@Suite struct RunbookTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/Runbooks")

    /// The mistakes for which a runbook must exist.
    private static let files = [
        "counts-its-own-batch", "drains-everything-first", "empty-means-all", "goes-on-after-unreachable",
        "ignores-the-refused-list",
        "leaves-things-drained", "one-id-a-request", "reads-the-clock-once", "retries-a-timed-out-reboot",
        "rounds-to-nothing", "running-right-after", "stops-and-starts-twice",
        "takes-a-short-uptime-for-proof", "takes-an-error-for-healthy",
        "two-rolls-two-limits",
    ]

    @Test func thereIsARunbookForEachMistakeAndNoOther() throws {
        let found = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(found.sorted() == Self.files.map { $0 + ".lua" })
    }

    @Test(arguments: files)
    func aMistakeIsCaughtWithinTwoHundredRuns(name: String) throws {
        let runbook = try Runbook(Self.folder.appending(path: name + ".lua"))
        let rehearsal = try runbook.rehearsal()
        let caught = try (0..<200).first { index in
            let record = try RehearsedRun(rehearsal, rehearsal.run(index)).perform(
                guardedBy: rehearsal.makeGuardian())
            return Invariants.violations(in: record).contains { $0.invariant == runbook.invariant }
        }
        #expect(caught != nil, "\(name) was not caught by: \(runbook.invariant)")
    }
}

/// A runbook, and the options and the invariant in its first comments.
struct Runbook {
    let path: String
    let options: [String]
    let invariant: String

    init(_ file: URL) throws {
        path = file.path
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        func comment(_ name: String) throws -> String {
            let prefix = "-- \(name): "
            return String(
                try #require(lines.first { $0.hasPrefix(prefix) }, "\(file.path)").dropFirst(prefix.count))
        }
        options = try comment("Rehearsed").split(separator: " ").map(String.init)
        invariant = try comment("Caught by")
    }

    func rehearsal() throws -> Rehearsal {
        let command = try #require(try Program.parse(["rehearse"] + options + [path]) as? RehearseCommand)
        return try RehearsalRequest(command).rehearsal()
    }
}

import Foundation
import Rehearsals
import Testing

@testable import Simulator

/// Every fault is listed, documented and declared.
@Suite struct FaultListTests {
    @Test func everyFaultIsListedOnce() throws {
        let names = Faults.all.map(\.name.rawValue)
        #expect(Set(names).count == names.count)
        let declared = try declarations()
        #expect(declared.count == names.count)
        #expect(
            Set(declared) == Set(names), "a fault is declared under FaultCatalog and listed in Faults.all")
    }

    @Test func everyFaultIsExplainedInRehearsing() throws {
        let page = try text("Sources/zecscript/Documentation.docc/Rehearsing.md")
        for name in Faults.all.map(\.name.rawValue) {
            #expect(page.contains("| `\(name)` |"), "Rehearsing.md has no row for \(name)")
        }
    }

    @Test func noOtherFileKnowsWhatWeathersDrawForAFault() throws {
        let named = try text("Sources/Rehearsals/Weather/Weather+Named.swift")
        for name in Faults.all.map(\.name.rawValue) {
            #expect(!named.contains("\"\(name)\""), "the draws of \(name) belong into its own file")
        }
    }

    /// The names in `static let name = Fault(`.
    private func declarations() throws -> [String] {
        let folder = root.appending(path: "Sources/Simulator/Faults")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        var names: [String] = []
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            where line.contains(": Fault<") && line.hasSuffix("> {") {
                names +=
                    line.split(separator: ":").first?.split(separator: " ").last.map { [String($0)] } ?? []
            }
        }
        return names
    }

    private func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    private var root: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
    }
}

import Foundation
import Journal
import Testing

@testable import JournalSQLite

/// A journal of every schema that was ever released must open; `Schemas` has one small file of each.
@Suite struct SchemaTests {
    @Test(arguments: 1...Schema.version) func aJournalOfEachFormOpens(version: Int64) throws {
        let folder = try TemporaryFolder()
        let kept = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/../Schemas/\(version)"
        for ending in ["db", "witness"] {
            try "\(folder.path)/1.\(ending)".writeFile(try "\(kept).\(ending)".readFile())
        }
        #expect(try Schema.version(of: Connection(folder.place.database, .read)) == version)
        let opened = try folder.openFile()
        #expect((1...2).map(opened.entries.entry) == readBack([makeEntry(1, kind: "opened"), makeEntry(2)]))
        try opened.file.write([makeEntry(3)])
        #expect(try Schema.version(of: Connection(folder.place.database, .read)) == Schema.version)
    }
}

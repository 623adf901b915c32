import Glibc
import Testing

@testable import JournalSQLite

@Suite struct WitnessFileTests {
    private let folder: TemporaryFolder
    private var path: String { "\(folder.path)/witness" }

    init() throws { folder = try TemporaryFolder() }

    private func record(_ sequence: Int) -> WitnessRecord {
        WitnessRecord(lastSequence: sequence, seal: Seal.hash([UInt8(sequence)]))
    }

    private func write(_ sequences: ClosedRange<Int>) throws {
        let file = try WitnessFile(path)
        for sequence in sequences { try file.write(record(sequence)) }
    }

    @Test func theNewestRecordIsReadBack() throws {
        try write(1...1)
        try write(2...3)
        #expect(WitnessFile.read(path) == record(3))
        #expect(WitnessFile.read("\(path).none") == nil)
    }

    @Test func anyWriteThatIsTornLeavesTheRecordBefore() throws {
        for cut in 0..<WitnessRecord.size {
            unlink(path)
            try write(1...2)
            let descriptor = open(path, O_RDWR)
            defer { close(descriptor) }
            // The third record overwrites the first record, but only its beginning is written.
            pwrite(descriptor, record(3).bytes, cut, 0)
            #expect(WitnessFile.read(path)?.lastSequence == 2)
        }
    }
}

import Testing

@testable import Journal

@Suite struct LockHolderTests {
    @Test(arguments: ["nightly.lua", "two\nlines \"quoted\"", nil]) func aHolderIsReadBackFromItsLine(
        script: String?
    ) {
        let holder = LockHolder(processID: 4711, hostname: "cron-1", since: 1_767_661_500, script: script)
        #expect(!holder.line.contains(UInt8(ascii: "\n")))
        #expect(LockHolder(line: holder.line) == holder)
    }

    @Test func aHolderIsToldInWords() {
        let holder = LockHolder(processID: 4711, hostname: "cron-1", since: 1_767_661_500, script: nil)
        #expect(holder.description == "process 4711 on cron-1 since 2026-01-06T01:05:00Z")
        #expect(
            JournalError.locked("web", by: nil).reason
                == "the roll 'web' is locked by another process; wait until it ends")
    }
}

import Glibc
import Journal
import Testing

@testable import JournalSQLite

@Suite struct LockFileTests {
    private let folder: TemporaryFolder
    private var path: String { "\(folder.path)/lock" }

    init() throws { folder = try TemporaryFolder() }

    @Test func theSecondIsToldByWhomItIsLocked() throws {
        let first = try LockFile(path, name: "web", holder: holder)
        let error = #expect(throws: JournalError.self) { try LockFile(path, name: "web", holder: holder) }
        #expect(error?.kind == .locked)
        let words = "process 4711 on cron-1 since 2026-01-06T01:05:00Z, running nightly.lua"
        #expect(error?.reason.contains(words) == true)
        withExtendedLifetime(first) {}
    }

    @Test func theLockIsFreeAtOnceWhenItsHolderIsGone() throws {
        for _ in 1...2 { _ = try LockFile(path, name: "web", holder: holder) }
    }

    @Test func aFileThatIsDeletedBetweenOpeningAndLockingIsNotTheLock() throws {
        var openings = 0
        let lock = try LockFile(path, name: "web", holder: holder) {
            openings += 1
            if openings == 1 { unlink(path) }
        }
        #expect(openings == 2)
        #expect(kind { _ = try LockFile(path, name: "web", holder: holder) } == .locked)
        withExtendedLifetime(lock) {}
    }

    @Test func noChildProcessInheritsTheLock() throws {
        let lock = try LockFile(path, name: "web", holder: holder)
        #expect(fcntl(lock.descriptor, F_GETFD) & FD_CLOEXEC == FD_CLOEXEC)
    }

    @Test func onlyThisUserMayReadIt() throws {
        let lock = try LockFile(path, name: "web", holder: holder)
        var status = stat()
        fstat(lock.descriptor, &status)
        #expect(status.st_mode & 0o777 == 0o600)
    }
}

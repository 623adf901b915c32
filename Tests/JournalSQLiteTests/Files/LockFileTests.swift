import Basics
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

    @Test(arguments: [false, true])
    func aFileThatIsDeletedBetweenOpeningAndLockingIsNotTheLock(isReplaced: Bool) throws {
        var openings = 0
        let lock = try LockFile(path, name: "web", holder: holder) {
            openings += 1
            guard openings == 1 else { return }
            unlink(path)
            if isReplaced { close(open(path, O_RDWR | O_CREAT, 0o600)) }
        }
        #expect(openings == 2)
        #expect(kind { _ = try LockFile(path, name: "web", holder: holder) } == .locked)
        withExtendedLifetime(lock) {}
    }

    @Test func aProcessThatOnlyLooksDoesNotKeepAnotherFromTheLock() throws {
        let path = path
        let lock = try LockFile(path, name: "web", holder: holder) {
            let look = open(path, O_RDWR | O_CLOEXEC)
            flock(look, LOCK_SH)
            _ = BackgroundThread { close(look) }
        }
        #expect(LockFile.isHeld(path))
        withExtendedLifetime(lock) {}
    }

    @Test func ofManyThatTryAtOnceOneHasIt() throws {
        let outcomes = Mailbox<LockFile?>()
        let path = path
        for _ in 1...50 {
            _ = BackgroundThread { outcomes.post(try? LockFile(path, name: "web", holder: holder)) }
        }
        var all: [LockFile?] = []
        while all.count < 50 {
            let some = outcomes.take(waiting: .seconds(60))
            if some.isEmpty { break }
            all += some
        }
        #expect(all.count == 50 && all.filter { $0 != nil }.count == 1)
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

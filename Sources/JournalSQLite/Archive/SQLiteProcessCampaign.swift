internal import Glibc
internal import Journal

/// A campaign on the disk that one process has for itself.
///
/// Its files have a lock file beside them, `3.lock`, and the process holds this lock as long as it works on
/// the campaign. If the campaign ends without an open intent, the lock file is deleted, so that a search for
/// open intents skips the campaign. This deletion is safe, because no other process ever takes this lock. The
/// lock file of a name, which other processes take, is never deleted.
final class SQLiteProcessCampaign: ProcessCampaign {
    private let place: JournalPlace
    private let sqlite: SQLiteJournal
    private(set) var hasEnded = false

    /// Makes the campaign; nil if another process has its number.
    init?(
        _ place: JournalPlace, holder: LockHolder, hooks: JournalHooks, deliver: @escaping Deliver
    ) throws(JournalError) {
        guard let lock = try Self.lock(place, holder), !Folder.has(place.database) else { return nil }
        try place.makeDatabase()
        self.place = place
        sqlite = try SQLiteJournal(place, holding: lock, hooks: hooks, deliver: deliver)
    }

    /// Takes the lock; nil if another process holds the lock.
    private static func lock(_ place: JournalPlace, _ holder: LockHolder) throws(JournalError) -> LockFile? {
        do throws(JournalError) {
            return try LockFile(place.lock, name: place.campaign.name, holder: holder)
        } catch {
            guard error.kind == .locked else { throw error }
            return nil
        }
    }

    var id: CampaignID { place.campaign }

    var journal: any JournalStore { sqlite }

    var isBusy: Bool { sqlite.isBusy }

    @discardableResult
    func end(isResolved: Bool) -> JournalError? {
        hasEnded = true
        let problem = sqlite.close()
        if isResolved, problem == nil { unlink(place.lock) }
        return problem
    }
}

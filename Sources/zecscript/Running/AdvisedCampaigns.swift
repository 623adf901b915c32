internal import Journal

/// The campaigns of one name.
///
/// If a journal can't be opened or made, the error also tells what the operator can do.
final class AdvisedCampaigns: CampaignStore {
    private let campaigns: any CampaignStore

    private let onRelease: () -> Void

    init(_ campaigns: any CampaignStore, onRelease: @escaping () -> Void) {
        self.campaigns = campaigns
        self.onRelease = onRelease
    }

    var numbers: [Int] { campaigns.numbers }

    func open(_ number: Int) throws(JournalError) -> any JournalStore {
        try JournalError.advised { () throws(JournalError) in try campaigns.open(number) }
    }

    func create() throws(JournalError) -> any JournalStore {
        try JournalError.advised { () throws(JournalError) in try campaigns.create() }
    }

    func remove(_ number: Int) throws(JournalError) { try campaigns.remove(number) }

    func release() {
        campaigns.release()
        onRelease()
    }
}

extension JournalError {
    /// Adds to an error about a journal that can't be opened or made what the operator can do.
    static func advised<Value>(_ body: () throws(JournalError) -> Value) throws(JournalError) -> Value {
        do throws(JournalError) { return try body() } catch {
            guard error.kind == .unavailable else { throw error }
            throw JournalError(.unavailable, "\(error.reason); \(JournalError.waysOut)")
        }
    }
}

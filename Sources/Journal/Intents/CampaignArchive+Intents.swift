import Basics

extension CampaignArchive {
    /// Returns the reboot requests for some instances whose result is not known, at most one for each
    /// instance and campaign.
    ///
    /// - Parameters:
    ///   - instances: The ids of the instances.
    ///   - endpoint: The cloud's address of the instances.
    ///   - time: The earliest time of a request that counts, in seconds since 1970 UTC.
    ///   - isSearched: Returns whether to search a campaign.
    /// - Returns: The requests, by campaign and instance.
    /// - Throws: An error if a campaign can't be read that may have such a request.
    package func unresolvedIntents(
        about instances: Set<String>, at endpoint: String, since time: Double,
        where isSearched: (CampaignID) -> Bool
    ) throws(JournalError) -> [UnresolvedIntent] {
        var found: [UnresolvedIntent] = []
        for campaign in try campaigns(at: endpoint, writtenSince: time) where isSearched(campaign) {
            do throws(JournalError) {
                found += try unresolvedIntents(of: campaign, about: instances, since: time)
            } catch {
                // Another process may have deleted the campaign meanwhile.
                guard try !campaigns(at: endpoint, writtenSince: time).contains(campaign) else { throw error }
            }
        }
        return found
    }

    private func unresolvedIntents(
        of campaign: CampaignID, about instances: Set<String>, since time: Double
    ) throws(JournalError) -> [UnresolvedIntent] {
        let history = try history(of: campaign)
        var ledger = IntentLedger()
        for entry in try history.entries(of: IntentLedger.kinds, about: instances, since: time) {
            ledger.take(entry)
        }
        // An intent names other instances too, and their later events were not read.
        let open = instances.sorted().compactMap { instance in
            ledger.intent(for: instance, since: time).map { (instance: instance, intent: $0) }
        }
        guard !open.isEmpty else { return [] }
        let processes = try history.entries(of: ["begun"])
        return open.map { instance, intent in
            let process = processes.last { $0.sequence < intent.sequence }
            return UnresolvedIntent(
                instance: instance, campaign: campaign, intent: intent, process: process?.processText)
        }
    }
}

extension JournalEntry {
    /// The process of the event `begun`: `process 4711 on cron-1`.
    fileprivate var processText: String? {
        guard let event = try? JSONValue(parsing: encoded) else { return nil }
        return event["pid"]?.integerValue.map { LockHolder.process($0, on: event["hostname"]?.stringValue) }
    }
}

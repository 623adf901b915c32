import Basics

extension CampaignArchive {
    /// The requests to reboot any of some instances of which is not known what became of them, one for each instance and campaign.
    ///
    /// - Parameters:
    ///   - instances: The ids of the instances.
    ///   - endpoint: Where the instances are.
    ///   - time: Older requests don't count; seconds since 1970 UTC.
    ///   - own: A campaign that is left out.
    /// - Returns: The requests, by campaign and instance.
    /// - Throws: Where a campaign can't be read, which may have such a request.
    package func unresolvedIntents(
        about instances: Set<String>, at endpoint: String, since time: Double, except own: CampaignID?
    ) throws(JournalError) -> [UnresolvedIntent] {
        var found: [UnresolvedIntent] = []
        for campaign in try campaigns(at: endpoint, writtenSince: time) where campaign != own {
            do throws(JournalError) {
                found += try unresolvedIntents(of: campaign, about: instances, since: time)
            } catch {
                // It may have been deleted meanwhile.
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
        guard !ledger.isEmpty else { return [] }
        let processes = try history.entries(of: ["begun"])
        return instances.sorted().compactMap { instance in
            guard let intent = ledger.intent(for: instance, since: time) else { return nil }
            let process = processes.last { $0.sequence < intent.sequence }
            return UnresolvedIntent(
                instance: instance, campaign: campaign, intent: intent, process: process?.processText)
        }
    }
}

extension JournalEntry {
    /// The process of the event `begun`: `process 4711 on cron-1`.
    fileprivate var processText: String? {
        guard let event = try? JSONValue(parsing: encoded), let process = event["pid"]?.integerValue else {
            return nil
        }
        return "process \(process)" + (event["hostname"]?.stringValue.map { " on \($0)" } ?? "")
    }
}

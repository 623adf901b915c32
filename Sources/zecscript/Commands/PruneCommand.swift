internal import ArgumentParser
internal import Basics
internal import History
internal import Journal
internal import LiveHost
internal import ScriptRuntime

/// `zecscript runs prune`: deletes journals of rolls that are over.
struct PruneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune", abstract: "Deletes the journals of old rolls.",
        discussion: """
            A roll that is open or held stays, and so does the last roll of each name. Where both options are given, \
            a roll is deleted only if both allow it.
            """)

    @Option(
        help: ArgumentHelp("Only rolls that ended longer ago than this, such as 30d.", valueName: "duration"),
        transform: Quantity.duration)
    var olderThan: Duration?

    @Option(
        help: ArgumentHelp("Keep this number of the newest rolls of each name.", valueName: "count"),
        transform: Quantity.positive)
    var keep: Int?

    @Flag(help: "Say what would be deleted, and delete nothing.")
    var dryRun = false

    @OptionGroup var options: HistoryOptions

    mutating func validate() throws {
        if olderThan == nil, keep == nil {
            throw ValidationError("'--older-than', '--keep' or both are needed.")
        }
    }

    mutating func run() throws {
        try HistoryFailure.told {
            let runs = try StoredRuns(state: options.location.state)
            if runs.campaigns.isEmpty, !options.json { try runs.checkNotEmpty() }
            try prune(runs, as: LockHolder.ofThisProcess(script: nil))
        }
    }

    private func prune(_ runs: StoredRuns, as holder: LockHolder) throws {
        let now = Double(holder.since)
        let rule = PruneRule(olderThan: olderThan?.inSeconds, keep: keep)
        let chosen = rule.choose(among: runs.stored, now: now) { ending($0, now, runs) }
        var deleted: [CampaignID] = []
        for campaign in chosen {
            do throws(JournalError) {
                if !dryRun { try delete(campaign, runs, as: holder) }
                deleted.append(campaign)
            } catch { CommandOutput.warn("\(campaign.label) is kept: \(error.reason)") }
        }
        try write(deleted)
    }

    /// Returns how a campaign ended.
    ///
    /// Returns nil, so that the campaign is kept, if it is open, can't be read, or has an instance that must
    /// not be rebooted yet.
    private func ending(_ campaign: CampaignID, _ now: Double, _ runs: StoredRuns) -> Ending? {
        do throws(JournalError) {
            let last = try runs.archive.history(of: campaign).lastEvent(of: campaign)
            let ending = last.flatMap { self.ending(campaign, after: $0, runs) }
            guard let ending, now - ending.time < UnresolvedIntent.keepsFor else { return ending }
            return try runs.summary(of: campaign).count(.uncertain) > 0 ? nil : ending
        } catch {
            CommandOutput.warn("\(campaign.label) is kept: \(error.reason)")
            return nil
        }
    }

    /// Returns how a campaign ended.
    ///
    /// A script's campaign whose process was killed counts as ended: no other process can resume it.
    private func ending(
        _ campaign: CampaignID, after last: Event, _ runs: StoredRuns
    ) -> Ending? {
        if let ending = Ending(last) { return ending }
        guard campaign.kind == .script, !runs.archive.isAtWork(on: campaign) else { return nil }
        return Ending(killedAfter: last)
    }

    private func delete(
        _ campaign: CampaignID, _ runs: StoredRuns, as holder: LockHolder
    ) throws(JournalError) {
        let store = try runs.archive.claim(
            endpoint: campaign.endpoint, name: campaign.name, holder: holder)
        defer { store.release() }
        try store.remove(campaign.number)
    }

    private func write(_ deleted: [CampaignID]) throws {
        // Executions were deleted with the rolls that they name.
        let deleted = deleted.filter { $0.kind != .execution }
        if options.json {
            let list = deleted.map { JSONValue.object(HistoryJSON.campaign($0)) }
            return try CommandOutput.write([dryRun ? "would_delete" : "deleted": .array(list)])
        }
        let word = dryRun ? "would delete" : "deleted"
        let lines = deleted.map { VisibleText.escaped("\(word) \($0.label)") + "\n" }
        try CommandOutput.write(lines.isEmpty ? "no roll may be deleted by this rule\n" : lines.joined())
    }
}

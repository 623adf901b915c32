import Basics
import Journal

/// The script's process, as the world sees it.
package struct SimulatedProcess {
    /// Counts the processes of a run from 1.
    package fileprivate(set) var number = 1
    /// Whether the process runs; the actions of a killed process have no effect.
    package fileprivate(set) var isAlive = true
    /// Whether the host checks the points of the process, which costs time.
    fileprivate(set) var isWatched = false
    /// The campaigns of rolls that were begun and are not closed, also by earlier processes.
    fileprivate var openCampaigns: Set<CampaignID> = []
    /// How many more kills the run may have.
    fileprivate var killsLeft = 2
    /// The planned kill.
    fileprivate var planned: ProcessKill?
    /// How long no process runs after the kill.
    fileprivate var pause: Duration?
}

// MARK: - A process that is killed

extension SimulatedHost {
    /// From now on, checks the points of the process at which it may be killed.
    package func watchProcess() {
        guard !process.isWatched else { return }
        process.isWatched = true
        archive.watch = { [weak self] campaign, entry, side in self?.reach(side, entry, of: campaign) }
    }

    private func reach(_ side: MemoryJournal.Side, _ entry: JournalEntry, of campaign: CampaignID) {
        let outline = EventOutline(entry.encoded)
        if side == .before, outline.kind == "opened" { process.openCampaigns.insert(campaign) }
        reach(
            ProcessPoint(
                side: side == .before ? .before : .after, what: outline.kind, instance: outline.subjects.first
            ))
        // A closed campaign ends with its process: the next process begins another campaign.
        if side == .before, outline.kind == "closed" { process.openCampaigns.remove(campaign) }
    }

    /// The process comes to a point, and may be killed there or a while after it.
    func reach(_ point: ProcessPoint) {
        guard process.isWatched, process.isAlive, mayBeKilled else { return }
        let identity = cloud.identify(point)
        onPoint?(Occurrence(fault: FaultCatalog().processKilled.name, subject: .request(identity)))
        guard process.planned == nil, process.killsLeft > 0,
            let kill = cloud.kill(at: identity, now: worldNow)
        else { return }
        process.planned = kill
        guard let delay = kill.delay else { return killAsPlanned() }
        plan(after: delay) { [unowned self] in killAsPlanned() }
    }

    private var mayBeKilled: Bool {
        !cloud.settings.faults.processKilled.isInRollsOnly || !process.openCampaigns.isEmpty
    }

    private func killAsPlanned() {
        guard let kill = process.planned, process.isAlive else { return }
        process.planned = nil
        guard mayBeKilled else { return }
        process.killsLeft -= 1
        process.pause = kill.pause
        killProcess(keeping: Int(kill.keptShare * Double(archive.pendingCount + 1)))
    }

    /// Kills the process: its work under way is lost, and only the first `count` events that were not durable
    /// are kept.
    package func killProcess(keeping count: Int = 0) {
        note(.killed(process: process.number))
        archive.kill(keeping: count - commitsLost)
        forgetPlans()
        process.isAlive = false
        onKill?()
    }

    /// How long no process runs after the kill; nil: the process was not killed.
    package var pauseAfterKill: Duration? { process.pause }

    /// Begins the next process after a kill, `pause` later.
    package func beginProcess(after pause: Duration) {
        pass(pause)
        process.number += 1
        (process.isAlive, process.planned, process.pause) = (true, nil, nil)
        (wakesOnChange, onKill) = (false, nil)
        note(.begun(process: process.number))
    }
}

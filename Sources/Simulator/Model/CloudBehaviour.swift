/// How the cloud behaves when nothing is wrong, including what its documentation leaves open; none of this is a fault.
package struct CloudBehaviour: Sendable, Equatable {
    /// What a call with one id that cannot be done answers.
    package enum BadIDAnswer: String, Sendable, CaseIterable {
        /// The whole call is refused with that id's error, and nothing is done.
        case failsWholeCall
        /// The whole call is refused with that id's error, and what was asked is done to the ids before it.
        case failsAfterThoseBefore
        /// The whole call is refused with that id's error, and what was asked is done to all other ids.
        case failsAfterTheOthers
        /// 200, with the id among the refused ones.
        case listed
    }

    /// What becomes of a reboot that is asked for while the status is REBOOT.
    package enum SecondReboot: String, Sendable, CaseIterable {
        /// `OPERATION_DENIED_INSTANCE_STATUS`, as documented.
        case refused
        /// The machine boots once more.
        case accepted
    }

    /// The status word of an instance that is being powered on.
    package enum PowerOnStatus: String, Sendable, CaseIterable {
        case booting = "BOOTING"
        case starting = "STARTING"
    }

    /// The most rows of a page, whatever is asked for.
    package var pageSizeMax = 1000
    /// The share of instances that were booted within the hour before the start.
    package var recentBoots = 0.0
    package var badID = BadIDAnswer.failsWholeCall
    /// Whether the default page size of 20 cuts a query for explicit ids.
    package var pageSizeTruncatesIDQueries = false
    package var secondReboot = SecondReboot.refused
    package var powerOnStatus = PowerOnStatus.booting
    /// Whether a parameter that the action does not know is refused; the real cloud's answer is unknown.
    package var refusesUnknownParameters = false

    /// From an accepted request to the status leaving the old one.
    package var lag = Spread(median: .milliseconds(500), sigma: 0.6)
    /// From REBOOT to RUNNING.
    package var bootTime = Spread(median: .seconds(20), sigma: 0.35)
    /// From RUNNING to healthy: for the first half nothing listens, then the service answers 503.
    package var warmUp = Spread(median: .seconds(4), sigma: 0.5)
    /// From STOPPING to STOPPED when asked to shut down; a forced one takes a third.
    package var shutdownTime = Spread(median: .seconds(6), sigma: 0.4)
    /// From a request to its answer, shortest and longest.
    package var latency: ClosedRange<Duration> = .milliseconds(20) ... .milliseconds(120)

    /// From a request to an instance over HTTP to its answer; nil: at once.
    package var instanceLatency: Duration?
    /// The paths at which an instance tells its health; nil: all that nothing else is at.
    package var healthPaths: [String]?
    /// The ports at which its service listens; nil: all but that of the secure shell.
    package var servicePorts: [Int]?
    /// Whether they accept connections only while the instance is healthy, for a service that tells its health by nothing else.
    package var portsTellHealth = false
    /// How long it takes until somebody approves for whom a roll waits by a file; nil: nobody does.
    package var approvedAfter: Duration?

    package init() {}
}

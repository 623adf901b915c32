/// How the cloud behaves when nothing is wrong, including what its documentation leaves open; none of this is a fault.
public struct CloudBehaviour: Sendable, Equatable {
    /// What a call with one id that cannot be done answers.
    public enum BadIDAnswer: String, Sendable, CaseIterable {
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
    public enum SecondReboot: String, Sendable, CaseIterable {
        /// `OPERATION_DENIED_INSTANCE_STATUS`, as documented.
        case refused
        /// The machine boots once more.
        case accepted
    }

    /// The status word of an instance that is being powered on.
    public enum PowerOnStatus: String, Sendable, CaseIterable {
        case booting = "BOOTING"
        case starting = "STARTING"
    }

    /// The most rows of a page, whatever is asked for.
    public var pageSizeMax = 1000
    /// The share of instances that were booted within the hour before the start.
    public var recentBoots = 0.0
    public var badID = BadIDAnswer.failsWholeCall
    /// Whether the default page size of 20 cuts a query for explicit ids.
    public var pageSizeTruncatesIDQueries = false
    public var secondReboot = SecondReboot.refused
    public var powerOnStatus = PowerOnStatus.booting
    /// Whether a parameter that the action does not know is refused; the real cloud's answer is unknown.
    public var refusesUnknownParameters = false

    /// From an accepted request to the status leaving the old one.
    public var lag = Spread(median: .milliseconds(500), sigma: 0.6)
    /// From REBOOT to RUNNING.
    public var bootTime = Spread(median: .seconds(20), sigma: 0.35)
    /// From RUNNING to healthy: for the first half nothing listens, then the service answers 503.
    public var warmUp = Spread(median: .seconds(4), sigma: 0.5)
    /// From STOPPING to STOPPED when asked to shut down; a forced one takes a third.
    public var shutdownTime = Spread(median: .seconds(6), sigma: 0.4)
    /// From a request to its answer, shortest and longest.
    public var latency: ClosedRange<Duration> = .milliseconds(20) ... .milliseconds(120)

    /// From a request to an instance over HTTP to its answer; nil: at once.
    public var instanceLatency: Duration?
    /// The paths at which an instance tells its health; nil: all that nothing else is at.
    public var healthPaths: [String]?
    /// The ports at which its service listens; nil: all but that of the secure shell.
    public var servicePorts: [Int]?
    /// Whether they accept connections only while the instance is healthy, for a service that tells its health by nothing else.
    public var portsTellHealth = false
    /// How long it takes until somebody approves for whom a roll waits by a file; nil: nobody does.
    public var approvedAfter: Duration?

    public init() {}
}

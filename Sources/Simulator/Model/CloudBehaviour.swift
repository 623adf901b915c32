/// How the cloud behaves when nothing is wrong, including what its documentation leaves open; none of this is a fault.
package struct CloudBehaviour: Sendable, Equatable {
    /// The answer to a call with one id that can't be carried out.
    package enum BadIDAnswer: String, Sendable, CaseIterable {
        /// The whole call is refused with that id's error, and no id is carried out.
        case failsWholeCall
        /// The whole call is refused with that id's error, and the ids before it are carried out.
        case failsAfterThoseBefore
        /// The whole call is refused with that id's error, and all other ids are carried out.
        case failsAfterTheOthers
        /// The answer is 200 and lists the id as refused.
        case listed
    }

    /// The answer to a reboot request while the status is REBOOT.
    package enum SecondReboot: String, Sendable, CaseIterable {
        /// `OPERATION_DENIED_INSTANCE_STATUS`, as documented.
        case refused
        /// The machine boots once more.
        case accepted
    }

    /// The status of an instance that is being powered on.
    package enum PowerOnStatus: String, Sendable, CaseIterable {
        case booting = "BOOTING"
        case starting = "STARTING"
    }

    /// The limit of rows per page, whatever the request asks for.
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

    /// The time from an accepted request until the status changes.
    package var lag = Spread(median: .milliseconds(500), sigma: 0.6)
    /// The time from REBOOT to RUNNING.
    package var bootTime = Spread(median: .seconds(20), sigma: 0.35)
    /// The time from RUNNING to healthy: in the first half no port is open, then the service answers 503.
    package var warmUp = Spread(median: .seconds(4), sigma: 0.5)
    /// The time from STOPPING to STOPPED; a forced shutdown takes a third.
    package var shutdownTime = Spread(median: .seconds(6), sigma: 0.4)
    /// The time from a request to its answer, shortest and longest.
    package var latency: ClosedRange<Duration> = .milliseconds(20) ... .milliseconds(120)

    /// The time that an instance takes to answer an HTTP request; nil: no time.
    package var instanceLatency: Duration?
    /// The paths of the health endpoint of an instance; nil: every path that has no other page.
    package var healthPaths: [String]?
    /// The ports at which its service listens; nil: every port but 22 (SSH).
    package var servicePorts: [Int]?
    /// Whether these ports accept connections only while the instance is healthy, for a service without a health endpoint.
    package var portsTellHealth = false
    /// How long a roll waits until its approval file exists; nil: for ever.
    package var approvedAfter: Duration?
    /// Answers of hosts that are neither the cloud nor an instance; the first that fits counts.
    package var answers: [HostAnswer] = []
    /// Commands that the shell of the instances was taught; the first that fits counts.
    package var commands: [TaughtCommand] = []

    package init() {}
}

/// What goes wrong; nothing unless set.
public struct Faults: Sendable, Equatable {
    // MARK: Machines

    /// Reboots, starts and stops of these are answered with 200 and the id among those that failed.
    public var alwaysFails: Affected = []
    /// These stay in REBOOT for ever.
    public var stuckInReboot: Affected = []
    /// These are STOPPED after a reboot.
    public var comesBackStopped: Affected = []
    /// These are RUNNING after a reboot, and never healthy.
    public var comesBackUnhealthy: Affected = []
    /// These are healthy after a reboot, and unhealthy again about a minute later.
    public var unhealthyAgain: Affected = []
    /// These are RUNNING but not healthy from the start, until they are rebooted.
    public var unhealthyAtStart: Affected = []
    /// The REBOOT of these lasts a twentieth of a second: a poll a second misses it.
    public var rebootUnseen: Affected = []
    /// The health endpoint of these says 503 now and then although they are healthy.
    public var healthFlaps: Affected = []
    /// On these the agent that runs commands is not installed.
    public var agentMissing: Affected = []
    /// The boot id of these cannot be read.
    public var bootIDUnreadable: Affected = []

    // MARK: What happens to machines that nobody touched

    /// These are STOPPED from some moment on.
    public var diesByItself: Affected = []
    /// These are not in the inventory any more from some moment on.
    public var vanishes: Affected = []
    /// These go to the recycle bin at some moment.
    public var movesToRecycle: Affected = []
    /// Within which time after the start the last three happen, and the jump of the clock.
    public var fateWithin = Duration.seconds(1800)
    /// The provider has announced maintenance of these, for the next hours.
    public var underMaintenance: Affected = []
    /// What DescribeMaintenanceAlerts lists as well.
    public var maintenance: [MaintenanceAlert] = []

    // MARK: Requests

    /// The share of requests that never arrive: the connection breaks.
    public var requestLost = 0.0
    /// The share of requests that arrive and are done, and whose answer never comes: the connection breaks.
    public var answerLost = 0.0
    /// The share of requests that are done, and whose answer takes one to two minutes.
    public var answerLate = 0.0
    /// The share of requests answered with an error of the system; half of them are done all the same.
    public var serverError = 0.0
    /// The share of requests answered by a page of HTML; half of them are done all the same.
    public var htmlAnswer = 0.0
    /// The share of requests whose answer breaks off in the middle; half of them are done all the same.
    public var truncatedAnswer = 0.0
    /// The share of ids in a reboot, start or stop that are listed as failed for no reason.
    public var idRefused = 0.0
    /// The share of calls of a rehearsed service's hooks that fail.
    public var hookFails = 0.0
    /// The answer to the first RebootInstances takes this long.
    public var firstRebootHang: Duration?
    /// Whether that request is lost (504 after the wait, nothing rebooted) instead of accepted.
    public var firstRebootLost = false
    /// Requests a second that are accepted, after a burst of one second's worth; the others get a 429.
    ///
    /// No limit when 0.
    public var rateLimit: Double = 0
    /// While it lasts, nine requests in ten get a 429.
    public var throttleStorm: Spell?
    /// Whether a 429 says `Retry-After`.
    public var saysRetryAfter = true
    /// While it lasts, statuses are those of half a spell ago.
    public var staleStatus: Spell?
    /// The command service zos does not exist, or the credential may not use it.
    public var zosMissing = false

    // MARK: Time

    /// Calendar time at the start, in seconds since 1970 UTC; nil for a Monday morning in January 2026.
    public var startsAt: CalendarStart?
    /// By how many seconds the wall clock jumps at some moment.
    public var clockJump = 0.0

    // MARK: Which of all this

    /// When set, of everything that chance decides only these happen, as in `answerLost@RebootInstances@web-0003#1` or `vanishes@web-0003`.
    public var only: [String]?

    public init() {}
}

/// Which instances a fault strikes: these, and a share of all that the seed draws.
public struct Affected: Sendable, Equatable, ExpressibleByArrayLiteral {
    /// Ids or names.
    public var instances: [String]
    /// From 0 to 1.
    public var share: Double

    public init(instances: [String] = [], share: Double = 0) {
        self.instances = instances
        self.share = share
    }

    public init(arrayLiteral elements: String...) {
        self.init(instances: elements)
    }

    public var isEmpty: Bool { instances.isEmpty && share == 0 }
}

/// Something that comes over the whole cloud now and then and passes.
public struct Spell: Sendable, Equatable {
    /// It comes once in each stretch of this length, at a moment that the seed draws.
    public var every: Duration
    public var length: Duration

    public init(every: Duration, length: Duration) {
        self.every = every
        self.length = min(length, every)
    }
}

/// A calendar time, in seconds since 1970 UTC.
public struct CalendarStart: Sendable, Equatable {
    public var unixSeconds: Int64

    public init(unixSeconds: Int64) {
        self.unixSeconds = unixSeconds
    }
}

/// A maintenance that the provider has announced.
public struct MaintenanceAlert: Sendable, Equatable {
    public var instanceID: String
    public var location = ""
    public var impact = "Instance restart"
    /// From the start of the simulation.
    public var startsAt = Duration.zero
    public var endsAt = Duration.seconds(3600)
    public var status = "Scheduled"

    public init(instanceID: String) {
        self.instanceID = instanceID
    }
}

/// What goes wrong; nothing unless set.
public struct Faults: Sendable, Equatable {
    /// Reboots, starts and stops of these are answered with 200 and the id among those that failed.
    public var alwaysFails: Affected = []
    /// These stay in REBOOT for ever.
    public var stuckInReboot: Affected = []
    /// These are STOPPED after a reboot.
    public var comesBackStopped: Affected = []
    /// These are RUNNING after a reboot, and never healthy.
    public var comesBackUnhealthy: Affected = []
    /// These are RUNNING but not healthy from the start, until they are rebooted.
    public var unhealthyAtStart: Affected = []
    /// The REBOOT of these lasts a twentieth of a second: a poll a second misses it.
    public var rebootUnseen: Affected = []
    /// On these the agent that runs commands is not installed.
    public var agentMissing: Affected = []
    /// The command service zos does not exist, or the credential may not use it.
    public var zosMissing = false
    /// The answer to the first RebootInstances takes this long.
    public var firstRebootHang: Duration?
    /// Whether that request is lost (504 after the wait, nothing rebooted) instead of accepted.
    public var firstRebootLost = false
    /// Requests a second that are accepted, after a burst of one second's worth; the others get a 429.
    ///
    /// No limit when 0.
    public var rateLimit: Double = 0
    /// Whether a 429 says `Retry-After`.
    public var saysRetryAfter = true
    /// What DescribeMaintenanceAlerts lists.
    public var maintenance: [MaintenanceAlert] = []

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

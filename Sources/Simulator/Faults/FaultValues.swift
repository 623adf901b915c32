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

/// A fault of the whole cloud that comes now and then and passes.
public struct Spell: Sendable, Equatable {
    /// It comes once in each stretch of this length, at a moment that the seed draws.
    public var every: Duration
    public var length: Duration

    public init(every: Duration, length: Duration) {
        self.every = every
        self.length = min(length, every)
    }
}

/// When a fault that strikes once does so.
public enum OnceAt: Sendable, Equatable {
    /// At a drawn moment, at most `fateWithin` after the start.
    case drawn
    /// So long after the start.
    case after(Duration)
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

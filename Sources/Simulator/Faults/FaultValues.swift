/// The instances that a fault strikes: a list of them, and a share of all that is drawn from the seed.
package struct Affected: Sendable, Equatable, ExpressibleByArrayLiteral {
    /// Ids or names.
    package var instances: [String]
    /// From 0 to 1.
    package var share: Double

    package init(instances: [String] = [], share: Double = 0) {
        self.instances = instances
        self.share = share
    }

    package init(arrayLiteral elements: String...) {
        self.init(instances: elements)
    }

    package var isEmpty: Bool { instances.isEmpty && share == 0 }
}

/// A fault of the whole cloud that returns again and again, each time for a while.
package struct Spell: Sendable, Equatable {
    /// The period: the fault begins once in each period, at a moment that is drawn from the seed.
    package var every: Duration
    package var length: Duration

    package init(every: Duration, length: Duration) {
        self.every = every
        self.length = min(length, every)
    }
}

/// The moment at which a fault strikes that strikes only once.
package enum OnceAt: Sendable, Equatable {
    /// At a drawn moment, at most `fateWithin` after the start.
    case drawn
    /// This long after the start.
    case after(Duration)
}

/// A calendar time, in seconds since 1970 UTC.
package struct CalendarStart: Sendable, Equatable {
    package var unixSeconds: Int64

    package init(unixSeconds: Int64) {
        self.unixSeconds = unixSeconds
    }
}

/// A maintenance that the provider has announced.
package struct MaintenanceAlert: Sendable, Equatable {
    package var instanceID: String
    package var location = ""
    package var impact = "Instance restart"
    /// From the start of the simulation.
    package var startsAt = Duration.zero
    package var endsAt = Duration.seconds(3600)
    package var status = "Scheduled"

    package init(instanceID: String) {
        self.instanceID = instanceID
    }
}

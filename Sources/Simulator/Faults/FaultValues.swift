/// Which instances a fault strikes: these, and a share of all that the seed draws.
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

/// A fault of the whole cloud that comes now and then and passes.
package struct Spell: Sendable, Equatable {
    /// It comes once in each stretch of this length, at a moment that the seed draws.
    package var every: Duration
    package var length: Duration

    package init(every: Duration, length: Duration) {
        self.every = every
        self.length = min(length, every)
    }
}

/// When a fault that strikes once does so.
package enum OnceAt: Sendable, Equatable {
    /// At a drawn moment, at most `fateWithin` after the start.
    case drawn
    /// So long after the start.
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

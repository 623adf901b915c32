// Faults that DescribeMaintenanceAlerts lists.
import Basics

extension FaultCatalog {
    package var underMaintenance: Fault<Affected> {
        Fault(
            "underMaintenance", "The provider has announced maintenance of these, for the next hours.",
            draws: WeatherDraws(
                normal: ["chance": 0.1, "between": [0.005, 0.05]],
                hostile: ["chance": 0.25, "between": [0.005, 0.3]]),
            .asked)
    }

    package var maintenance: Fault<[MaintenanceAlert]> {
        Fault(
            "maintenance", .alerts, usual: [], "What DescribeMaintenanceAlerts lists as well.")
    }
}

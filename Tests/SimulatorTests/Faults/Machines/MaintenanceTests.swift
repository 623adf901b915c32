import Basics
import TestSupport
import Testing

@testable import Simulator

/// `underMaintenance`: the provider has announced maintenance of these instances for the next hours.
@Suite struct UnderMaintenanceFaultTests {
    @Test func anInstanceIsAnnouncedByItsIDForTheNextHour() throws {
        var cloud = try make { $0.faults.underMaintenance = ["web-0002"] }
        let list = cloud.ask("DescribeMaintenanceAlerts", service: "maintenance").json["response"]?[
            "dataList"]
        #expect(list?.arrayValue?.count == 1)
        #expect(list?[0]?["instanceId"]?.stringValue == cloud.fleet.instances[1].id)
        #expect(list?[0]?["endTime"] == "2026-01-05T10:00:00Z")
        #expect(cloud.status(1, at: 1) == "RUNNING")
    }
}

/// `maintenance`: further alerts that DescribeMaintenanceAlerts lists.
@Suite struct MaintenanceFaultTests {
    @Test func announcedMaintenanceIsListed() throws {
        var cloud = try make {
            var alert = MaintenanceAlert(instanceID: "i-1")
            alert.startsAt = .seconds(3600)
            $0.faults.maintenance = [alert]
        }
        let list = cloud.ask("DescribeMaintenanceAlerts", service: "maintenance").json["response"]?[
            "dataList"]
        #expect(list?[0]?["instanceId"] == "i-1")
        #expect(list?[0]?["startTime"] == "2026-01-05T10:00:00Z")
    }
}

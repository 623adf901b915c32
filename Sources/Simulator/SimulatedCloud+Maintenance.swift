import Basics

extension SimulatedAction {
    static let maintenanceActions: [SimulatedAction] = [
        SimulatedAction(
            service: "maintenance", name: "DescribeMaintenanceAlerts", parameters: [.text("product")]
        ) { (cloud, _, now, json) throws(Refusal) in
            cloud.describeMaintenanceAlerts(at: now, &json)
        }
    ]
}

extension SimulatedCloud {
    fileprivate mutating func describeMaintenanceAlerts(at now: Moment, _ json: inout JSONBytes) {
        let drawn = machines.indices.filter { has(FaultCatalog().underMaintenance, $0, at: now) }
        let alerts =
            settings.faults.maintenance + drawn.map { MaintenanceAlert(instanceID: fleet.instances[$0].id) }
        json.raw(",\"dataList\":")
        json.array(alerts) { json, alert in
            json.raw("{\"instanceId\":")
            json.string(alert.instanceID)
            json.raw(",\"location\":")
            json.string(alert.location)
            json.raw(",\"impact\":")
            json.string(alert.impact)
            json.raw(",\"startTime\":")
            json.string(CalendarTime.text(unixSeconds: unixSeconds(at: Moment(alert.startsAt))))
            json.raw(",\"endTime\":")
            json.string(CalendarTime.text(unixSeconds: unixSeconds(at: Moment(alert.endsAt))))
            json.raw(",\"status\":")
            json.string(alert.status)
            json.raw("}")
        }
    }
}

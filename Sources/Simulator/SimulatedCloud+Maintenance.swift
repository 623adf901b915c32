import ScriptRuntime

extension SimulatedAction {
    static let maintenanceActions: [SimulatedAction] = [
        SimulatedAction(
            service: "maintenance", name: "DescribeMaintenanceAlerts", parameters: [.text("product")]
        ) { (cloud, _, _, json) throws(Refusal) in
            cloud.describeMaintenanceAlerts(&json)
        }
    ]
}

extension SimulatedCloud {
    fileprivate func describeMaintenanceAlerts(_ json: inout JSONBytes) {
        json.raw(",\"dataList\":")
        json.array(settings.faults.maintenance) { json, alert in
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

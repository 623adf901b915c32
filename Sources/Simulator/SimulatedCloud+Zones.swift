internal import Basics

extension SimulatedAction {
    static let zoneActions: [SimulatedAction] = [
        SimulatedAction(
            service: "zec", name: "DescribeZones", parameters: [.texts("zoneIds")]
        ) { (cloud, arguments, _, json) throws(Refusal) in
            cloud.describeZones(arguments, &json)
        }
    ]
}

extension SimulatedCloud {
    /// The zones in which the fleet has instances, in the order in which they first occur.
    fileprivate func describeZones(_ arguments: ActionArguments, _ json: inout JSONBytes) {
        let wanted = arguments.texts("zoneIds") ?? []
        let zones = fleet.instances.map(\.zone).withoutRepeats()
        json.raw(",\"zoneSet\":")
        json.array(zones.filter { wanted.isEmpty || wanted.contains($0) }) { json, zone in
            json.raw("{\"zoneId\":")
            json.string(zone)
            json.raw(",\"regionId\":")
            json.string(String(zone.last?.isLetter == true ? zone.dropLast() : zone[...]))
            json.raw(",\"zoneName\":")
            json.string(zone)
            json.raw(",\"timeZone\":\"UTC\",\"supportSecurityGroup\":true,\"supportHaVip\":false}")
        }
    }
}

import Basics

extension SimulatedAction {
    static let instanceActions: [SimulatedAction] = [
        SimulatedAction(
            service: "zec", name: "DescribeInstancesStatus",
            parameters: [.someInstanceIDs, .pageSize(), .pageNum, .text("resourceGroupId")]
        ) { (cloud, arguments, now, json) throws(Refusal) in
            cloud.describeInstancesStatus(arguments, at: now, &json)
        },
        SimulatedAction(
            service: "zec", name: "DescribeInstances",
            parameters: [
                .someInstanceIDs, .text("zoneId"), .text("imageId"), .text("instanceType"),
                .text("instanceTypeSeries"), .text("ipv4Address"), .text("ipv6Address"), .text("status"),
                .text("name"), .pageSize(), .pageNum, .text("resourceGroupId"), .texts("tagKeys", max: 20),
                ActionParameter(name: "tags", kind: .tags(max: 20)),
            ]
        ) { (cloud, arguments, now, json) throws(Refusal) in
            cloud.describeInstances(arguments, at: now, &json)
        },
    ]
}

extension SimulatedCloud {
    fileprivate mutating func describeInstancesStatus(
        _ arguments: ActionArguments, at now: Moment, _ json: inout JSONBytes
    ) {
        let shown = momentShown(at: now), selection = select(arguments, at: now, shown: shown)
        json.raw(",\"totalCount\":")
        json.integer(selection.total)
        json.raw(",\"dataSet\":")
        json.array(selection.page) { json, index in
            json.raw("{\"instanceId\":")
            json.string(fleet.instances[index].id)
            json.raw(",\"instanceStatus\":")
            json.string(machines[index].statusShown(at: shown).rawValue)
            json.raw("}")
        }
    }

    fileprivate mutating func describeInstances(
        _ arguments: ActionArguments, at now: Moment, _ json: inout JSONBytes
    ) {
        let shown = momentShown(at: now), selection = select(arguments, at: now, shown: shown)
        json.raw(",\"totalCount\":")
        json.integer(selection.total)
        json.raw(",\"dataSet\":")
        json.array(selection.page) { json, index in
            row(fleet.instances[index], status: machines[index].statusShown(at: shown), &json)
        }
    }

    private func row(_ instance: Fleet.Instance, status: MachineStatus, _ json: inout JSONBytes) {
        json.raw("{\"instanceId\":")
        json.string(instance.id)
        json.raw(",\"instanceName\":")
        json.string(instance.name)
        json.raw(",\"zoneId\":")
        json.string(instance.zone)
        json.raw(",\"instanceType\":")
        json.string(instance.type)
        json.raw(",\"imageId\":")
        json.string(instance.imageID)
        json.raw(",\"resourceGroupId\":")
        json.string(instance.resourceGroupID)
        json.raw(",\"status\":")
        json.string(status.rawValue)
        json.raw(",\"publicIpAddresses\":")
        json.strings(instance.addresses.public)
        json.raw(",\"privateIpAddresses\":")
        json.strings(instance.addresses.private)
        json.raw(",\"tags\":{\"tags\":")
        json.array(instance.tags) { json, tag in
            json.raw("{\"key\":")
            json.string(tag.key)
            json.raw(",\"value\":")
            json.string(tag.value)
            json.raw("}")
        }
        json.raw("}")
        json.raw(instance.details)
        json.raw("}")
    }
}

// MARK: - Selecting and paging

extension SimulatedCloud {
    /// The places of one page, and the total.
    ///
    /// An id that no instance has is left out without an error, as the real cloud seems to do. The order is the fleet's.
    private mutating func select(
        _ arguments: ActionArguments, at now: Moment, shown: Moment
    ) -> (page: [Int], total: Int) {
        let filter = FleetFilter(arguments), sizeMax = settings.behaviour.pageSizeMax
        guard let ids = arguments.texts("instanceIds"), !ids.isEmpty else {
            return page(of: filter, PageRequest(arguments, sizeMax: sizeMax), at: now, shown: shown)
        }
        let places = Set(ids.compactMap { place(ofID: $0, at: now) }).sorted().filter {
            admits(filter, $0, at: shown)
        }
        let sizeDefault = settings.behaviour.pageSizeTruncatesIDQueries ? 20 : 100
        let range = PageRequest(arguments, sizeDefault: sizeDefault, sizeMax: sizeMax).range(of: places.count)
        return (rowsShown(of: Array(places[range]), at: now), places.count)
    }

    private mutating func page(
        of filter: FleetFilter, _ page: PageRequest, at now: Moment, shown: Moment
    ) -> (page: [Int], total: Int) {
        if goneCount == 0, filter == FleetFilter(), settings.faults.listChanges == 0 {
            return (rowsShown(of: Array(page.range(of: fleet.count)), at: now), fleet.count)
        }
        if page.number > 1 {
            let all = matches(of: filter, at: now, shown: shown)
            changeList(before: all[..<page.range(of: all.count).lowerBound], at: now)
        }
        let matches = matches(of: filter, at: now, shown: shown)
        return (rowsShown(of: Array(matches[page.range(of: matches.count)]), at: now), matches.count)
    }

    /// The places of all instances that a filter admits, in the fleet's order.
    private mutating func matches(of filter: FleetFilter, at now: Moment, shown: Moment) -> [Int] {
        let matches =
            lastSelection.flatMap { $0.filter == filter ? $0.matches : nil }
            ?? candidates(for: filter, at: shown).filter {
                !machines[$0].isGone(at: now) && admits(filter, $0, at: shown)
            }
        lastSelection = filter.dependsOnTime ? nil : (filter, matches)
        return matches
    }

    /// The places that a filter may admit, in the fleet's order; for a status other than RUNNING, only the machines in
    /// `restless`.
    private mutating func candidates(for filter: FleetFilter, at shown: Moment) -> [Int] {
        guard let status = filter.status, status != MachineStatus.running.rawValue else {
            return Array(fleet.instances.indices)
        }
        let since = Moment(nanoseconds: shown.nanoseconds - settings.staleness)
        for place in restless where machines[Int(place)].isAtRest(since: since) {
            restless.remove(place)
        }
        return restless.map { Int($0) }.sorted()
    }

    private func admits(_ filter: FleetFilter, _ index: Int, at now: Moment) -> Bool {
        filter.admits(fleet.instances[index]) { machines[index].statusShown(at: now) }
    }
}

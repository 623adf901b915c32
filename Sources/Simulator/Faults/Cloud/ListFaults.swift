import Basics

// Lists of instances that change while a client reads them.
extension FaultCatalog {
    package var rowsMissing: Fault<Double> {
        Fault(
            "rowsMissing", .share, usual: 0,
            "Pages of instances in which a row is missing, though the total counts it.",
            draws: WeatherDraws(
                normal: ["chance": 0.05, "between": [0.001, 0.01]],
                hostile: ["chance": 0.25, "between": [0.002, 0.1]]))
    }

    package var listChanges: Fault<Double> {
        Fault(
            "listChanges", .share, usual: 0,
            "Second and further pages just before which an instance of an earlier page is deleted, or one appears.",
            draws: WeatherDraws(
                normal: ["chance": 0.1, "between": [0.01, 0.2]],
                hostile: ["chance": 0.3, "between": [0.05, 0.6]])
        )
    }

    package var appears: Fault<Affected> {
        Fault(
            "appears", "These are created at some moment, and are not in the inventory before.",
            draws: WeatherDraws(
                normal: ["chance": 0.1, "between": [0.01, 0.05]],
                hostile: ["chance": 0.25, "between": [0.01, 0.2]]),
            .once(before: { $0.isToAppear = true }) { cloud, index, now in cloud.create(index, at: now) })
    }
}

extension SimulatedCloud {
    /// The rows of a page, without a row that the fault removes.
    mutating func rowsShown(of page: [Int], at now: Moment) -> [Int] {
        let fault = FaultCatalog().rowsMissing.name, request = requestUnderWay.identity
        guard !page.isEmpty, strikes(fault, share: settings.faults.rowsMissing, request, at: now) else {
            return page
        }
        var rows = page
        let unit = draws.unit(fault, request: request, position: position(of: request), salt: 3)
        rows.remove(at: Int(unit * Double(rows.count)))
        return rows
    }

    /// Deletes an instance of an earlier page, or adds an instance that was to appear later.
    mutating func changeList(before earlier: some Collection<Int>, at now: Moment) {
        let fault = FaultCatalog().listChanges.name, request = requestUnderWay.identity
        guard !earlier.isEmpty, strikes(fault, share: settings.faults.listChanges, request, at: now) else {
            return
        }
        let unit = draws.unit(fault, request: request, position: position(of: request), salt: 3)
        if unit < 0.5, let hidden = machines.indices.first(where: { machines[$0].isToAppear }) {
            create(hidden, at: now)
        } else {
            let place = Int(unit * 2 * Double(earlier.count)) % earlier.count
            remove(earlier[earlier.index(earlier.startIndex, offsetBy: place)], at: now)
        }
        advance(to: now)
    }

    /// Adds a machine to the inventory that was to appear.
    fileprivate mutating func create(_ index: Int, at now: Moment) {
        guard machines[index].isToAppear else { return }
        machines[index].isToAppear = false
        goneCount -= 1
        lastSelection = nil
        ledger.expect(index, at: now, goesDown: false)
    }
}

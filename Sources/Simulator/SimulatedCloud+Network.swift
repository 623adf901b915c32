import Basics

/// Why a machine does not answer a connection.
enum MachineSilence: Error, Sendable, Equatable {
    /// No machine has that name or address.
    case unknown
    /// It is off or booting: no answer comes back at all.
    case unreachable
    /// Its system runs, but no service listens on that port.
    case refused
}

extension SimulatedCloud {
    /// Connects to a port: SSH is open once the system is up, the service once it answers.
    mutating func connect(hostname: String, port: Int, at now: Moment) throws(MachineSilence) {
        let moment = advance(to: now)
        let index = try reach(hostname, at: moment)
        let isOpen =
            port == 22
            || settings.behaviour.servicePorts?.contains(port) != false && accepts(index, at: moment)
        guard isOpen else { throw .refused }
    }

    /// A machine's answer to `GET path`, whatever the port.
    mutating func page(
        hostname: String, path: String, at now: Moment
    ) throws(MachineSilence) -> (status: Int, text: String) {
        let moment = advance(to: now)
        let index = try reach(hostname, at: moment)
        guard machines[index].answers(at: moment) else { throw .refused }
        return page(of: index, path: path, at: moment)
    }

    private mutating func accepts(_ index: Int, at moment: Moment) -> Bool {
        guard machines[index].answers(at: moment) else { return false }
        return !settings.behaviour.portsTellHealth || saysHealthy(index, at: moment)
    }

    private mutating func saysHealthy(_ index: Int, at moment: Moment) -> Bool {
        machines[index].isHealthy(at: moment) && !flaps(index, at: moment)
    }

    private mutating func page(of index: Int, path: String, at moment: Moment) -> (status: Int, text: String)
    {
        switch path {
        case "/boot_id":
            bootID(of: index, at: moment).map { (200, $0 + "\n") } ?? (500, "cannot read the boot id\n")
        case "/uptime":
            (200, Duration.nanoseconds(machines[index].uptime(at: moment) ?? 0).hundredths + "\n")
        default:
            if settings.behaviour.healthPaths?.contains(path) == false {
                (404, "not found\n")
            } else {
                saysHealthy(index, at: moment) ? (200, "ok\n") : (503, "starting\n")
            }
        }
    }

    private mutating func reach(_ hostname: String, at moment: Moment) throws(MachineSilence) -> Int {
        guard let index = fleet.index(ofID: hostname) ?? directory.index(of: hostname) else { throw .unknown }
        guard !machines[index].isGone(at: moment) else { throw .unreachable }
        guard machines[index].isUp(at: moment) else { throw .unreachable }
        return index
    }
}

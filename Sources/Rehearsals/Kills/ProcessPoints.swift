import Simulator

/// The points of the last process at which it could be killed, as the setting `processKilled` names them.
final class ProcessPoints {
    private(set) var names: [String] = []

    func record(on host: SimulatedHost) {
        host.watchProcess()
        host.onPoint = { [weak self, unowned host] point in
            self?.names.append(String(point.text(in: host.cloud.fleet).drop { $0 != "@" }.dropFirst()))
        }
    }

    func beginProcess() { names = [] }
}

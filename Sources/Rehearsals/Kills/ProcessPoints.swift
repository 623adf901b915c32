import Simulator

/// The points of the last process at which it could be killed, as the setting `processKilled` names them.
///
/// A roll that waits for room writes the same event every half minute: of points that differ only by their
/// number, only the first are listed.
final class ProcessPoints {
    private static let numberMax = 8

    private(set) var names: [String] = []

    func record(on host: SimulatedHost) {
        host.watchProcess()
        host.onPoint = { [weak self, unowned host] point in
            guard case .request(let request) = point.subject, request.number <= Self.numberMax else { return }
            self?.names.append(String(point.text(in: host.cloud.fleet).drop { $0 != "@" }.dropFirst()))
        }
    }

    func beginProcess() { names = [] }
}

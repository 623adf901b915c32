package import Basics

extension FaultCatalog {
    package var clockJump: Fault<Double> {
        Fault(
            "clockJump", .signedSeconds, usual: 0, "By how much the wall clock jumps at some moment.",
            draws: WeatherDraws(
                normal: ["chance": 0.05, "oneOf": [-3600, -300, 300, 3600]],
                hostile: ["chance": 0.2, "oneOf": [-86_400, -3600, -300, 300, 3600, 86_400]]))
    }
}

extension SimulatedCloud {
    /// When the wall clock jumps, and by how many nanoseconds; nil: it does not jump.
    package func clockJump() -> (at: Moment, nanoseconds: Int64)? {
        let jump = settings.faults.clockJump, name = FaultCatalog().clockJump.name
        guard jump != 0, allows(Occurrence(fault: name, subject: .run)) else { return nil }
        return (draws.moment(of: name, within: settings.faults.fateWithin), Int64(jump * 1e9))
    }
}

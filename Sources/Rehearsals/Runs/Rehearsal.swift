package import Lua
import Rolling
package import ScriptRuntime
package import Simulator
package import ZenlayerCloud

/// A rehearsal: a script, a fleet, the weather, and the limits that must hold.
package struct Rehearsal: Sendable {
    /// The script's path as errors show it, without `@`.
    package var scriptPath: String
    package var source: [UInt8]
    package var arguments: [String] = []
    /// An option of the program among the arguments, which the script has to declare.
    package var misplacedFlag: MisplacedFlag?
    /// What the operator wants of the last campaign of a roll.
    package var campaignWish = CampaignWish()
    package var fleet: Fleet
    package var weather: Weather
    /// The seed of the first run; each further run has the next number.
    package var seed: UInt64 = 1
    /// The limit of instances down at once, of the selection or else of the whole fleet; nil means the limit
    /// that the script declares.
    package var maxDown: DownLimit?
    /// How long the cloud must have shown that an instance is down before it counts against the script.
    package var notice = Duration.seconds(30)
    /// The limit of simulated time of a run.
    package var patience = Duration.seconds(7 * 86_400)
    /// The script's own time limit.
    package var timeLimit: Duration?
    package var memoryLimit: Int? = 1 << 30
    package var requestTimeout = Duration.seconds(30)
    package var rateLimit = 10.0
    package var inputs: RehearsalInputs
    /// The libraries' parts; a test edits some of them.
    package var libraryParts = RollingModule.parts

    /// Whether each run records the points at which its process could be killed.
    var recordsPoints = false

    /// The number of durable commits that a kill takes back; only tests set it.
    package var commitsLost = 0

    /// The rules of the client; only tests turn one off.
    package var clientRules = ClientRules()

    package init(scriptPath: String, source: [UInt8], fleet: Fleet, weather: Weather, inputs: RehearsalInputs)
    {
        self.scriptPath = scriptPath
        self.source = source
        self.fleet = fleet
        self.weather = weather
        self.inputs = inputs
    }

    /// What is wrong with the instances that faults name; nil if the fleet has them all.
    ///
    /// A fault of an instance that the fleet does not have would strike nothing, without an error.
    package var problemOfWeather: String? { fleet.problem(with: weather.instancesNamed) }

    /// Makes a guardian that stops runs that do not end, on one thread.
    package func makeGuardian() -> RunGuardian { RunGuardian(fleet: fleet.count) }

    /// The case of one run: its seed, fleet and settings.
    func run(_ index: Int) -> RehearsalCase {
        let seed = seed &+ UInt64(index)
        return RehearsalCase(seed: seed, fleet: fleet, settings: weather.settings(seed: seed))
    }
}

/// Everything that determines one run of a rehearsal, beside the script.
struct RehearsalCase: Sendable {
    var seed: UInt64
    var fleet: Fleet
    var settings: CloudSettings
}

import Rolling
package import ScriptRuntime
package import Simulator
package import ZenlayerCloud

/// What is rehearsed: a script, a fleet, the weather, and what may not happen.
package struct Rehearsal: Sendable {
    /// The script's path as errors show it, without `@`.
    package var scriptPath: String
    package var source: [UInt8]
    package var arguments: [String] = []
    /// An option of the program among them, which the script has to declare.
    package var misplacedFlag: MisplacedFlag?
    package var fleet: Fleet
    package var weather: Weather
    /// The seed of the first run; each further run has the next number.
    package var seed: UInt64 = 1
    /// How many may be down at once, of the selection or else of the whole fleet; a script may say so itself instead.
    package var maxDown: DownLimit?
    /// How long the cloud must have been showing that an instance is down before it is held against the script.
    package var notice = Duration.seconds(30)
    /// The most simulated time that a run may take.
    package var patience = Duration.seconds(7 * 86_400)
    /// The script's own time limit.
    package var timeLimit: Duration?
    package var memoryLimit: Int? = 1 << 30
    package var requestTimeout = Duration.seconds(30)
    package var rateLimit = 10.0
    package var inputs: RehearsalInputs
    /// The sources of the libraries' parts; a test puts others in their place.
    package var libraryParts = RollingModule.parts

    /// The rules of the client; a test takes one out.
    package var clientRules = ClientRules()

    package init(scriptPath: String, source: [UInt8], fleet: Fleet, weather: Weather, inputs: RehearsalInputs)
    {
        self.scriptPath = scriptPath
        self.source = source
        self.fleet = fleet
        self.weather = weather
        self.inputs = inputs
    }

    /// An instance that a fault names and the fleet does not have: it would strike nobody, without a word.
    package var stranger: String? {
        let names = Set(fleet.instances.map(\.id)).union(fleet.instances.map(\.name))
        return weather.instancesNamed.first { !names.contains($0) }
    }

    /// What stops runs of it that go on without end, on one thread.
    package func makeGuardian() -> RunGuardian { RunGuardian(fleet: fleet.count) }

    /// One run: everything that decides it beside the script.
    func run(_ index: Int) -> RehearsalCase {
        let seed = seed &+ UInt64(index)
        return RehearsalCase(seed: seed, fleet: fleet, settings: weather.settings(seed: seed))
    }
}

/// What decides one run of a rehearsal.
struct RehearsalCase: Sendable {
    var seed: UInt64
    var fleet: Fleet
    var settings: CloudSettings
}

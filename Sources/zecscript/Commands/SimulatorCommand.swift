internal import ArgumentParser
internal import LiveHost
internal import ScriptRuntime
internal import Simulator

/// `zecscript simulator`: serves the simulated cloud over HTTP, in real time.
struct SimulatorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulator", abstract: "Serves a simulated cloud over HTTP, until it is stopped.",
        discussion: """
            POST /api/v2/zec is the cloud, for this program (--endpoint) and for the official SDKs; \
            GET /truth tells what really happened. The first line of output is its address.

            zecscript help settings lists what --set can change: behaviour and faults.
            """)

    @Option(help: ArgumentHelp("The port to listen on; with 0 the system chooses.", valueName: "number"))
    var port = 0

    @Option(help: ArgumentHelp("The address to listen on.", valueName: "address"))
    var address = "127.0.0.1"

    @Option(
        help: ArgumentHelp("A number of instances, or a fleet file.", valueName: "fleet"),
        completion: .file(extensions: ["json"]))
    var fleet = "200"

    @Option(help: ArgumentHelp("The random seed.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(
        parsing: .singleValue, help: ArgumentHelp("An access key that is accepted.", valueName: "id:secret"))
    var accessKey: [String] = []

    @Option(help: ArgumentHelp("A token that is accepted.", valueName: "token"))
    var token: String?

    @OptionGroup var simulatedCloud: SimulatedCloudOptions

    mutating func validate() throws {
        guard (0...65535).contains(port) else {
            throw ValidationError("The value of '--port' is 0 to 65535, not \(port).")
        }
    }

    mutating func run() throws {
        SimulatorService.serve(try configuration())
    }

    private func configuration() throws -> SimulatorConfiguration {
        let surroundings = Program.terminal
        var configuration: SimulatorConfiguration
        do {
            let fleet = try Fleet(argument: fleet) { path in try surroundings.contents(of: path) }
            configuration = SimulatorConfiguration(fleet: fleet)
        } catch {
            throw ConfigurationError(message: error.reason)
        }
        configuration.settings = try simulatedCloud.cloudSettings(
            for: configuration.fleet, seed: seed, readFile: surroundings.readFile)
        configuration.address = address
        configuration.port = port
        configuration.seed = seed
        configuration.accessKeys = try keys()
        configuration.token = token
        return configuration
    }

    private func keys() throws -> [String: String] {
        var keys: [String: String] = [:]
        for key in accessKey {
            guard let colon = key.firstIndex(of: ":") else {
                throw ValidationError("The value of '--access-key' is of the form id:secret.")
            }
            keys[String(key[..<colon])] = String(key[key.index(after: colon)...])
        }
        return keys
    }
}

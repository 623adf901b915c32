internal import Basics
internal import Glibc
internal import LiveHost
internal import Rehearsals
internal import ScriptRuntime
internal import Simulator

/// The rehearsal that a command line asks for.
struct RehearsalRequest {
    private let command: RehearseCommand
    private let surroundings = Program.terminal

    init(_ command: RehearseCommand) { self.command = command }

    /// - Throws: ``ConfigurationError`` if an option or a file can't be used.
    func rehearsal() throws -> Rehearsal {
        let path = command.commandLine.first ?? ""
        let source: [UInt8]
        do throws(HostFileError) {
            source = try path == "-" ? surroundings.readStandardInput() : surroundings.readFile(path)
        } catch {
            throw ConfigurationError(
                message: "cannot read the script \(path): \(error.reason)", exitCode: ProgramExitCode.usage)
        }
        var rehearsal = Rehearsal(
            scriptPath: path, source: source, fleet: try fleet(), weather: try weather(), inputs: inputs())
        rehearsal.arguments = Array(command.commandLine.dropFirst())
        rehearsal.misplacedFlag = misplacedFlag(script: path, CommandWords(rehearsal.arguments))
        rehearsal.seed = command.seed ?? 1
        rehearsal.maxDown = command.maxDown
        apply(command.limits, to: &rehearsal)
        if command.keep == nil, let problem = rehearsal.problemOfWeather {
            throw ConfigurationError(message: "the weather is not valid: \(problem)")
        }
        return rehearsal
    }

    /// An option of this command, or of the command that runs a script, among the script's arguments.
    private func misplacedFlag(script: String, _ arguments: CommandWords) -> MisplacedFlag? {
        let command = "\(Program.name) rehearse"
        let flags = ProgramFlags.of(RehearseCommand.self)
        if let flag = flags.first(in: arguments) {
            let words = flags.words(of: flag, in: arguments)
            return MisplacedFlag(flag: flag, advice: "\(command) \(words) \(script)")
        }
        return ProgramFlags.of(RunCommand.self).first(in: arguments).map {
            MisplacedFlag(foreign: $0, advice: "\(command) \(script)")
        }
    }

    private func apply(_ limits: RehearsalLimits, to rehearsal: inout Rehearsal) {
        if let patience = limits.patience { rehearsal.patience = patience }
        if let notice = limits.notice { rehearsal.notice = notice }
        if let timeout = limits.requestTimeout { rehearsal.requestTimeout = timeout }
        if let rate = limits.rateLimit { rehearsal.rateLimit = rate }
        if let memory = limits.memoryLimit { rehearsal.memoryLimit = memory == 0 ? nil : memory }
        rehearsal.timeLimit = limits.timeLimit
    }

    private func fleet() throws -> Fleet {
        do {
            let fleet = try Fleet(argument: command.fleet) { path in try surroundings.contents(of: path) }
            guard let keep = command.keep else { return fleet }
            let wanted = keep.split(separator: ",").map(String.init)
            if wanted.isEmpty { throw FleetError("--keep names no instance") }
            if let unknown = wanted.first(where: { fleet.index(ofID: $0) == nil }) {
                throw FleetError("--keep names \(unknown), which is not of the fleet")
            }
            return try fleet.keeping(Set(wanted))
        } catch let error as FleetError {
            throw ConfigurationError(message: error.reason)
        }
    }

    private func weather() throws -> Weather {
        do {
            var weather = try named(command.faults)
            for (name, value) in try command.others.settings(readFile: surroundings.readFile) {
                weather = try weather.setting(name, to: value)
            }
            for setting in command.settings {
                let (name, value) = try SimulatedCloudOptions.parse(setting)
                weather = try weather.setting(name, to: value)
            }
            return weather
        } catch let error as SettingError {
            throw ConfigurationError(message: "the weather is not valid: \(error.reason)")
        } catch let error as FileProblem {
            let names = Weather.names.joined(separator: ", ")
            throw ConfigurationError(
                message:
                    "--faults \(command.faults): neither \(names) nor a file that can be read: \(error.description)"
            )
        }
    }

    private func named(_ text: String) throws -> Weather {
        if let weather = Weather.named(text) { return weather }
        if text.hasPrefix("{") { return try Weather(parsing: Array(text.utf8)) }
        return try Weather(parsing: surroundings.contents(of: text))
    }

    private func inputs() -> RehearsalInputs {
        RehearsalInputs(environment: Self.environment()) { path in
            Result { () throws(HostFileError) in
                try LiveSurroundings.content(of: path)
            }
        }
    }

    private static func environment() -> [String: String] {
        var variables = WithheldVariables.all
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            if let equals = text.firstIndex(of: "=") {
                variables[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            next += 1
        }
        return variables
    }

    /// Writes the weather that `--faults` names.
    func printWeather() throws {
        let members = try weather().json.objectValue?.members ?? []
        let lines = members.map { member in
            let line = JSONValue.object(JSONObject([member])).serialized().dropFirst().dropLast()
            return "  " + String(decoding: line, as: UTF8.self)
        }
        surroundings.write(Array("{\n\(lines.joined(separator: ",\n"))\n}\n".utf8), to: .standardOutput)
        try surroundings.finishOutput()
    }
}

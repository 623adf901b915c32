internal import ArgumentParser
internal import Basics
internal import ScriptRuntime
internal import Simulator

/// The options that let a script call other hosts, and other commands, in a simulated cloud.
struct OtherHostOptions: ParsableArguments {
    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "A host of the simulated network that answers every request with 200; can be repeated.",
            valueName: "name"))
    var allowHost: [String] = []

    @Option(
        help: ArgumentHelp(
            "A file in JSON: what other hosts answer ('answers'), and commands that instances know ('commands').",
            valueName: "file"))
    var mock: String?

    var isEmpty: Bool { mock == nil && allowHost.isEmpty }

    /// The settings that the options stand for.
    /// - Throws: ``ConfigurationError`` if the file can't be used.
    func settings(readFile: (String) throws -> [UInt8]) throws -> [(name: String, value: JSONValue)] {
        guard !isEmpty else { return [] }
        var settings = try mock.map { try Self.parse($0, readFile) } ?? [:]
        if !allowHost.isEmpty {
            let known = settings["answers"]?.arrayValue ?? []
            settings["answers"] = .array(known + allowHost.map(HostAnswer.everything))
        }
        return settings.members.map { ($0.key, $0.value) }
    }

    private static func parse(_ path: String, _ readFile: (String) throws -> [UInt8]) throws -> JSONObject {
        let object: JSONObject?
        do {
            object = try JSONValue(parsing: readFile(path)).objectValue
        } catch let error as HostFileError {
            throw ConfigurationError(message: "--mock: cannot read \(error.path): \(error.reason)")
        } catch {
            throw ConfigurationError(message: "--mock: \(path) is not valid JSON: \(error)")
        }
        guard let object else {
            throw ConfigurationError(message: "--mock: \(path) does not hold a JSON object")
        }
        if let stranger = object.members.first(where: { !["answers", "commands"].contains($0.key) }) {
            throw ConfigurationError(
                message:
                    "--mock: \(path) has the member '\(stranger.key)'; only 'answers' and 'commands' are known"
            )
        }
        return object
    }
}

internal import Basics
internal import Rehearsals
internal import ScriptRuntime
internal import Simulator

extension SimulatedCloudOptions {
    /// Returns the settings of a simulated cloud: first the file's settings, or a weather drawn from the
    /// random seed, then the single settings.
    /// - Throws: ``ConfigurationError``.
    func cloudSettings(for fleet: Fleet, seed: UInt64, readFile: (String) throws -> [UInt8]) throws
        -> CloudSettings
    {
        var settings = CloudSettings()
        do {
            if let faults {
                settings =
                    try Weather.named(faults)?.settings(seed: seed)
                    ?? CloudSettings(parsing: readFile(faults))
            }
            for (name, value) in try others.settings(readFile: readFile) {
                try settings.set(name, to: value)
            }
            for setting in self.settings {
                let (name, value) = try Self.parse(setting)
                try settings.set(name, to: value)
            }
        } catch let error as SettingError {
            throw ConfigurationError(
                message: "a setting of the simulated cloud is not valid: \(error.reason)")
        } catch let error as HostFileError {
            throw ConfigurationError(
                message:
                    "--faults is calm, normal, hostile or a file: cannot read \(error.path): \(error.reason)")
        }
        if let problem = fleet.problem(with: Weather(settings).instancesNamed) {
            throw ConfigurationError(message: "a setting of the simulated cloud is not valid: \(problem)")
        }
        return settings
    }

    /// Reads `name=value`; a value that is not JSON is a string.
    static func parse(_ setting: String) throws -> (name: String, value: JSONValue) {
        guard let equals = setting.firstIndex(of: "=") else {
            throw ConfigurationError(
                message: "--set \(setting): NAME=VALUE is expected, such as --set lag=0.7",
                hint: "zecscript help settings lists the names", exitCode: ProgramExitCode.usage)
        }
        let text = String(setting[setting.index(after: equals)...])
        let value = (try? JSONValue(parsing: Array(text.utf8))) ?? .string(text)
        return (String(setting[..<equals]), value)
    }
}

internal import Basics
internal import Glibc
internal import LiveHost
internal import Modules
internal import ScriptRuntime
internal import ZenlayerCloud

/// The endpoint and credentials of the cloud; the credentials are looked up at the first call of a cloud function.
struct CloudAccess {
    private let endpoint: Endpoint
    private let profile: String?
    private let credentialsFile: String?
    private let configuration: ClientConfiguration

    /// - Throws: ``ConfigurationError`` if the endpoint can't be used.
    init(_ settings: RunSettings.Cloud) throws {
        let variables = Program.terminal
        let address = settings.endpoint ?? variables.environment("ZENLAYER_ENDPOINT")
        do throws(CloudError) {
            endpoint = if let address, !address.isEmpty { try Endpoint(address) } else { .standard }
        } catch {
            throw ConfigurationError(message: error.message, hint: error.hint)
        }
        profile = settings.profile
        credentialsFile = settings.credentialsFile
        var configuration = ClientConfiguration(
            endpoint: endpoint, clientName: "\(Program.name)/\(Program.version)")
        if let timeout = settings.requestTimeout { configuration.requestTimeout = timeout }
        if let rate = settings.rateLimit { configuration.rateLimit = rate }
        self.configuration = configuration
    }

    /// The endpoint's hostname, without a port.
    var hostname: String {
        let authority = endpoint.authority
        guard let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") else {
            return authority
        }
        return String(authority[..<colon])
    }

    /// The client's settings for a run on a host; `warn` gets a sentence about a file of credentials that every user can read.
    func settings(_ host: any Host, warn: @escaping (String) -> Void) -> ClientSettings {
        ClientSettings(configuration: configuration) { [self] () throws(CloudError) in
            try credentials(host, warn)
        }
    }

    /// A simulated cloud accepts any credentials.
    private func credentials(
        _ host: any Host, _ warn: @escaping (String) -> Void
    ) throws(CloudError) -> Credentials {
        if host.isSimulated { return .accessKey(id: "simulated", password: Secret("simulated")) }
        let resolver = CredentialResolver(
            environment: host.environment, file: credentialsFile, readFile: host.contentsIfThere,
            onCredentials: { path in Self.warning(of: path).map(warn) })
        return try resolver.resolve(profile: profile)
    }

    /// A sentence about a file of credentials that every user can read; nil for another file.
    private static func warning(of path: String) -> String? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IROTH != 0 else { return nil }
        return "the mode of the credentials file \(path) lets every user of this machine read it; "
            + "chmod o-r \(ShellWords.quoted(path)) takes that right away"
    }
}

import Basics

/// Finds the credentials of this run.
///
/// In this order: a file or a profile that is named explicitly; `ZENLAYER_TOKEN`; an access key in the environment; the profile that
/// `ZENLAYER_PROFILE` or the official command line's own settings name, from `~/.zenlayer/credentials.json`.
public struct CredentialResolver {
    private let environment: (String) -> String?
    private let readFile: (String) throws -> [UInt8]?
    private let onCredentials: (String) -> Void
    /// The file that the user named explicitly.
    private let namedFile: String?

    /// - Parameters:
    ///   - environment: The value of an environment variable.
    ///   - file: The file to read instead of `~/.zenlayer/credentials.json`, in the same form; it has
    ///     precedence over the environment.
    ///   - readFile: The content of a file, nil if there is no such file; throws if it can't be read.
    ///   - onCredentials: Called with the path of the file that holds the credentials, once it is read.
    public init(
        environment: @escaping (String) -> String?, file: String? = nil,
        readFile: @escaping (String) throws -> [UInt8]?,
        onCredentials: @escaping (String) -> Void = { _ in }
    ) {
        self.environment = environment
        namedFile = file
        self.readFile = readFile
        self.onCredentials = onCredentials
    }

    /// Finds the credentials; a profile that the user named explicitly has precedence over the environment,
    /// and must exist.
    public func resolve(profile: String? = nil) throws(CloudError) -> Credentials {
        if let namedFile { return try credentials(inFile: namedFile, profile: profile) }
        if let profile { return try credentials(ofProfile: profile) }
        if let token = variable(CredentialVariables.token) {
            return .token(Secret(try Self.headerSafe(token, name: CredentialVariables.token)))
        }
        for names in CredentialVariables.accessKeys {
            if let found = try accessKey(idName: names.id, passwordName: names.password) { return found }
        }
        return try credentials(ofProfile: nil)
    }

    /// Returns a variable without the space around it; nil if it is empty then.
    private func variable(_ name: String) -> String? {
        environment(name).map(Self.trimmed).flatMap { $0.isEmpty ? nil : $0 }
    }

    private func accessKey(idName: String, passwordName: String) throws(CloudError) -> Credentials? {
        switch (variable(idName), variable(passwordName)) {
        case (nil, nil): return nil
        case (let id?, let password?):
            return .accessKey(id: try Self.headerSafe(id, name: idName), password: Secret(password))
        case (nil, _?): throw .credentials("\(passwordName) is set, but \(idName) is not; set both.")
        case (_?, nil): throw .credentials("\(idName) is set, but \(passwordName) is not; set both.")
        }
    }
}

// MARK: - Profiles

extension CredentialResolver {
    private static let file = "~/.zenlayer/credentials.json"
    private static let settingsFile = "~/.zenlayer/config.json"

    /// The credentials of a profile, or of the current profile; if there is no file at all, credentials are not set up yet.
    private func credentials(ofProfile explicit: String?) throws(CloudError) -> Credentials {
        guard let profiles = try object(in: Self.file) else {
            guard let explicit else { throw .noCredentials }
            throw .credentials("The profile \"\(explicit)\" was asked for, but there is no \(Self.file).")
        }
        if let path = path(of: Self.file) { onCredentials(path) }
        let name = if let explicit { explicit } else { try currentProfile() }
        return try Self.credentials(of: name, in: profiles, file: Self.file)
    }

    /// The credentials in the file that the user named; the official command line's settings are of another file.
    private func credentials(inFile file: String, profile: String?) throws(CloudError) -> Credentials {
        guard let profiles = try object(at: file, file: file) else {
            throw .credentials("The credentials file \(file) does not exist.")
        }
        onCredentials(file)
        let name = profile ?? variable(CredentialVariables.profile) ?? "default"
        return try Self.credentials(of: name, in: profiles, file: file)
    }

    private static func credentials(
        of profile: String, in profiles: JSONObject, file: String
    ) throws(CloudError) -> Credentials {
        guard let entry = profiles[profile] else {
            throw .credentials("There is no profile \"\(profile)\" in \(file).")
        }
        return try credentials(in: entry, profile: profile, file: file)
    }

    private func currentProfile() throws(CloudError) -> String {
        if let name = variable(CredentialVariables.profile) { return name }
        guard let settings = try object(in: Self.settingsFile) else { return "default" }
        return settings["current_profile"]?.stringValue.map(Self.trimmed).flatMap { $0.isEmpty ? nil : $0 }
            ?? "default"
    }

    private static func credentials(
        in entry: JSONValue, profile: String, file: String
    ) throws(CloudError) -> Credentials {
        func field(_ name: String) -> String? {
            entry[name]?.stringValue.map(trimmed).flatMap { $0.isEmpty ? nil : $0 }
        }
        if let token = field("token") {
            return .token(Secret(try headerSafe(token, name: "token of profile \"\(profile)\"")))
        }
        guard let id = field("access_key_id"), let password = field("access_key_secret") else {
            throw .credentials(
                "The profile \"\(profile)\" in \(file) needs a token, or access_key_id and access_key_secret."
            )
        }
        let name = "access_key_id of profile \"\(profile)\""
        return .accessKey(id: try headerSafe(id, name: name), password: Secret(password))
    }

    /// The JSON object in a file below the home directory; nil if there is no such file.
    private func object(in file: String) throws(CloudError) -> JSONObject? {
        try path(of: file).flatMap { (path) throws(CloudError) in try object(at: path, file: file) }
    }

    /// The path of a file below the home directory; nil if the home directory is not known.
    private func path(of file: String) -> String? { variable("HOME").map { $0 + file.dropFirst() } }

    /// The JSON object in a file, which errors call by another name; nil if there is no such file.
    private func object(at path: String, file: String) throws(CloudError) -> JSONObject? {
        let content: [UInt8]?
        do {
            content = try readFile(path)
        } catch {
            throw .credentials(
                "The credentials file \(file) can't be read: \(error). Make it readable for the user that runs this "
                    + "program, or name another file with --credentials-file.")
        }
        guard let content else { return nil }
        return try Self.object(parsing: content, file: file)
    }

    private static func object(parsing content: [UInt8], file: String) throws(CloudError) -> JSONObject {
        do throws(JSONError) {
            if let object = try JSONValue(parsing: content).objectValue { return object }
        } catch {
            throw .credentials("\(file) is not JSON: \(error).")
        }
        throw .credentials("\(file) must hold one JSON object.")
    }
}

// MARK: - Text

extension CredentialResolver {
    private static func trimmed(_ text: String) -> String {
        let body = text.drop { $0.isWhitespace }
        guard let last = body.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(body[...last])
    }

    /// Returns the text if it can go into a header without ending it.
    private static func headerSafe(_ text: String, name: String) throws(CloudError) -> String {
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .credentials("The \(name) holds characters that can't be part of one.")
        }
        return text
    }
}

extension CloudError {
    fileprivate static func credentials(_ message: String) -> CloudError {
        CloudError(.credentials, code: "CREDENTIAL_VALUE_MISSING", message: message)
    }

    fileprivate static let noCredentials = CloudError(
        .credentials,
        code: "CREDENTIAL_VALUE_MISSING",
        message: "No credentials were found.",
        hint: "Set ZENLAYER_ACCESS_KEY_ID and ZENLAYER_ACCESS_KEY_SECRET, or ZENLAYER_TOKEN, "
            + "or write ~/.zenlayer/credentials.json."
    )
}

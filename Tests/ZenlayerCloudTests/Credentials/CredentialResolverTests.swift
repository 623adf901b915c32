import Testing
import ZenlayerCloud

struct CredentialResolverTests {
    struct Unreadable: Error {}

    private func make(
        _ environment: [String: String] = [:], credentials: String? = nil, config: String? = nil,
        file: String? = nil, content: String? = nil
    ) -> CredentialResolver {
        let files = [
            "/h/.zenlayer/credentials.json": credentials, "/h/.zenlayer/config.json": config,
            "/run/c": content,
        ]
        return CredentialResolver(
            environment: { $0 == "HOME" ? "/h" : environment[$0] }, file: file,
            readFile: { path in
                guard let content = files[path] ?? nil else { return nil }
                guard content != "unreadable" else { throw Unreadable() }
                return Array(content.utf8)
            })
    }

    private func text(_ credentials: Credentials) -> String {
        switch credentials {
        case .accessKey(let id, let password): "\(id):\(password.reveal())"
        case .token(let token): "token \(token.reveal())"
        }
    }

    private static let file = """
        {"default":{"access_key_id":"d","access_key_secret":"ds"},"ci":{"token":"ct","access_key_id":"x"}}
        """

    @Test func anExplicitProfileGoesBeforeTheEnvironment() throws {
        let resolver = make(["ZENLAYER_TOKEN": "t"], credentials: Self.file)
        #expect(try text(resolver.resolve(profile: "ci")) == "token ct")
    }

    @Test func aTokenGoesBeforeAKey() throws {
        let resolver = make([
            "ZENLAYER_TOKEN": " t\n", "ZENLAYER_ACCESS_KEY_ID": "a", "ZENLAYER_ACCESS_KEY_SECRET": "s",
        ])
        #expect(try text(resolver.resolve()) == "token t")
    }

    @Test func theCommandLinesNamesGoBeforeTerraforms() throws {
        var environment = [
            "ZENLAYERCLOUD_ACCESS_KEY_ID": "tf", "ZENLAYERCLOUD_ACCESS_KEY_PASSWORD": "tfs",
        ]
        #expect(try text(make(environment, credentials: Self.file).resolve()) == "tf:tfs")
        environment["ZENLAYER_ACCESS_KEY_ID"] = "cli"
        environment["ZENLAYER_ACCESS_KEY_SECRET"] = " clis "
        #expect(try text(make(environment, credentials: Self.file).resolve()) == "cli:clis")
    }

    @Test func theProfileIsTheNamedOrTheCurrentOrTheDefaultOne() throws {
        #expect(try text(make(["ZENLAYER_PROFILE": "ci"], credentials: Self.file).resolve()) == "token ct")
        let config = #"{"current_profile":"ci"}"#
        #expect(try text(make(credentials: Self.file, config: config).resolve()) == "token ct")
        #expect(try text(make(credentials: Self.file).resolve()) == "d:ds")
    }

    @Test(arguments: [
        ["ZENLAYER_ACCESS_KEY_ID": "a"], ["ZENLAYER_ACCESS_KEY_SECRET": "s"],
        ["ZENLAYER_ACCESS_KEY_ID": "a", "ZENLAYER_ACCESS_KEY_SECRET": "  "],
    ])
    func halfAKeyIsAnErrorThatNamesTheOtherHalf(environment: [String: String]) {
        let error = #expect(throws: CloudError.self) {
            try make(environment, credentials: Self.file).resolve()
        }
        #expect(error?.kind == .credentials)
        #expect(error?.message.contains("ZENLAYER_ACCESS_KEY_ID") == true)
        #expect(error?.message.contains("ZENLAYER_ACCESS_KEY_SECRET") == true)
    }

    @Test func nothingAtAllSaysWhatToSet() {
        let error = #expect(throws: CloudError.self) { try make().resolve() }
        #expect(error?.message == "No credentials were found.")
        #expect(error?.hint?.contains("ZENLAYER_ACCESS_KEY_ID") == true)
    }

    @Test(
        arguments: [
            ("nobody", file, nil), ("ci", "{}", nil), ("ci", "[]", nil), ("ci", "unreadable", nil),
            ("ci", nil, nil), ("ci", "{\"ci\":{}}", nil), ("ci", "{\"ci\":null}", nil), ("ci", "{", nil),
            ("ci", #"{"ci":{"token":"a\nb"}}"#, nil), (nil, file, "unreadable"), (nil, file, "{"),
            (nil, file, #"{"current_profile":"gone"}"#),
        ] as [(String?, String?, String?)])
    func aBrokenProfileIsNeverReplacedByAnother(profile: String?, credentials: String?, config: String?) {
        let resolver = make(credentials: credentials, config: config)
        let error = #expect(throws: CloudError.self) { try resolver.resolve(profile: profile) }
        #expect(error?.kind == .credentials)
    }

    @Test func aNamedFileGoesBeforeTheEnvironmentAndTheHomeFolder() throws {
        let environment = ["ZENLAYER_TOKEN": "t"]
        let config = #"{"current_profile":"ci"}"#
        let content = #"{"default":{"token":"named"},"night":{"token":"n"}}"#
        let resolver = make(
            environment, credentials: Self.file, config: config, file: "/run/c", content: content)
        #expect(try text(resolver.resolve()) == "token named")
        #expect(try text(resolver.resolve(profile: "night")) == "token n")
        let profile = make(["ZENLAYER_PROFILE": "night"], file: "/run/c", content: content)
        #expect(try text(profile.resolve()) == "token n")
    }

    @Test(
        arguments: [
            (nil, "The credentials file /run/c does not exist."),
            (
                "unreadable",
                "The credentials file /run/c can't be read: Unreadable(). Make it readable for the user "
            ),
            ("[\"hunter2\"]", "/run/c must hold one JSON object."),
            ("{}", "There is no profile \"default\" in /run/c."),
            (
                #"{"default":{"access_key_secret":"hunter2"}}"#,
                "The profile \"default\" in /run/c needs a token, or access_key_id and access_key_secret."
            ),
            (#"{"default":hunter2}"#, "/run/c is not JSON: "),
        ] as [(String?, String)])
    func aNamedFileThatCannotBeUsedIsASentence(content: String?, message: String) {
        let resolver = make(["ZENLAYER_TOKEN": "t"], file: "/run/c", content: content)
        let error = #expect(throws: CloudError.self) { try resolver.resolve() }
        #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
        #expect(error.map { "\($0) \($0.message)".contains("hunter2") } == false)
    }

    @Test func noErrorQuotesASecret() {
        let broken = #"{"ci":{"access_key_secret":"hunter2" x}}"#
        let error = #expect(throws: CloudError.self) { try make(credentials: broken).resolve(profile: "ci") }
        #expect(error.map { "\($0) \($0.message)".contains("hunter2") } == false)
    }

    @Test func everyVariableThatIsReadIsHiddenFromScripts() {
        var read: [String] = []
        let resolver = CredentialResolver(
            environment: {
                read.append($0); return nil
            }, readFile: { _ in nil })
        _ = try? resolver.resolve()
        let harmless = ["HOME", "ZENLAYER_PROFILE"]
        #expect(read.allSatisfy { CredentialVariables.names.contains($0) || harmless.contains($0) })
        #expect(read.contains("ZENLAYER_TOKEN"))
    }
}

struct SecretTests {
    @Test func aSecretIsNeverShown() {
        let credentials = Credentials.accessKey(id: "AK", password: Secret("hunter2"))
        var dumped = ""
        dump(credentials, to: &dumped)
        let shown = [
            "\(credentials)", String(reflecting: credentials), dumped, "\(Secret("hunter2"))",
            String(reflecting: Secret("hunter2")),
            "\(Mirror(reflecting: Secret("hunter2")).children.map(\.value))",
        ]
        #expect(shown.allSatisfy { !$0.contains("hunter2") })
        #expect(shown.joined().contains("<secret>"))
    }
}

import Testing

/// Credentials never appear in any output.
@Suite struct SecretTests {
    private static let secret = "hunter2-0123456789-do-not-tell"

    private static let script = """
        print(env("ZENLAYER_ACCESS_KEY_SECRET"), os.getenv("ZENLAYER_ACCESS_KEY_SECRET"), env("ZENLAYER_TOKEN"))
        local _, err = try(zec.zones)
        print(inspect(err), tostring(err), json.encode({ text = tostring(err) }))
        for name, value in pairs(_G) do print(name, tostring(value)) end
        zec.zones()
        """

    @Test(arguments: ["trace", "debug", "info", "error"], ["text", "json"])
    func noLogAndNoErrorHoldsTheSecret(level: String, format: String) throws {
        let cloud = try ServedCloud(["--fleet", "2", "--access-key", "me:another secret"])
        let script = try TemporaryFile(Self.script)
        let options = [
            "--endpoint", cloud.address, "--log-level", level, "--log-format", format, script.path,
        ]
        let key = ["ZENLAYER_ACCESS_KEY_ID": "me", "ZENLAYER_ACCESS_KEY_SECRET": Self.secret]
        for variables in [key, ["ZENLAYER_TOKEN": Self.secret]] {
            let run = try ProgramRun(options, variables: variables)
            #expect(run.output.hasPrefix("nil\tnil\tnil\n"))
            #expect(run.code == 1 || run.code == 4)
            #expect(!(run.output + run.error).contains(Self.secret))
        }
    }

    @Test func commandsAndTheSystemDoNotShowTheSecret() throws {
        let script = """
            os.execute("env; tr '\\\\0' '\\\\n' < /proc/$PPID/environ")
            print(io.open("/proc/self/environ"):read("a"))
            """
        let run = try ProgramRun(
            ["-e", script], variables: ["ZENLAYER_TOKEN": Self.secret, "SHOWN": "as ever"])
        #expect(run.output.contains("SHOWN=as ever"))
        #expect(!(run.output + run.error).contains(Self.secret))
    }

    @Test func theRightSecretOpensTheServedCloud() throws {
        let cloud = try ServedCloud(["--fleet", "3", "--access-key", "me:\(Self.secret)"])
        let run = try ProgramRun(
            ["--endpoint", cloud.address, "--log-level", "trace", "-e", "print(#zec.instances({}))"],
            variables: ["ZENLAYER_ACCESS_KEY_ID": "me", "ZENLAYER_ACCESS_KEY_SECRET": Self.secret])
        #expect(run.output == "3\n")
        #expect(!run.error.contains(Self.secret))
    }
}

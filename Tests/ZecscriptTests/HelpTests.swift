import ScriptRuntime
import Testing
import ZenlayerCloud

@testable import Modules
@testable import zecscript

/// `zecscript help NAME`.
@Suite struct HelpTests {
    private func help(_ words: String...) throws -> ProgramRun { try ProgramRun(["help"] + words) }

    @Test(arguments: [
        "duration", "filter", "instance", "max_unavailable", "max-unavailable", "exit-codes", "credentials",
        "status", "errors", "settings", "zec.reboot", "zec", "rehearse", "task",
    ])
    func aTopicIsExplained(name: String) throws {
        let run = try help(name)
        #expect(run.code == 0)
        #expect(run.output.count > 60)
    }

    @Test func helpListsCommandsFunctionsAndTopics() throws {
        let text = try help().output
        for word in ["rehearse ", "zec.reboot(ids", "rolling.reboot(spec)", "exit-codes ", "instance "] {
            #expect(text.contains(word), "\(word)")
        }
    }

    @Test func everyExitCodeIsExplained() throws {
        let text = try help("exit-codes").output
        for row in ExitCode.meanings { #expect(text.contains("  \(row.code) ")) }
    }

    /// The program raises three further kinds, which no script can catch: they end the program, or a line of the REPL.
    @Test func everyKindOfErrorThatAFunctionRaisesIsExplained() throws {
        let text = try help("errors").output
        let raised = /(?:ScriptError\(\s*kind: |host\.error\()"([a-z_]+)"/
        let kinds = SourceTexts.all().flatMap { $0.text.matches(of: raised).map { String($0.output.1) } }
        #expect(kinds.count > 30)
        for kind in Set(kinds).subtracting(["exit", "internal", "interrupted"]) {
            #expect(text.contains(" \(kind)"), "\(kind)")
        }
    }

    @Test func everyStatusAndEveryKindOfErrorOfTheCloudIsExplained() throws {
        let statuses = try help("status").output, errors = try help("errors").output
        for status in InstanceStatus.known { #expect(statuses.contains("  \(status.rawValue) ")) }
        for kind in CloudError.Kind.allCases where kind != .argument {
            #expect(errors.contains("  \(kind.rawValue) "), "\(kind)")
        }
    }

    @Test func everyWayToGiveCredentialsIsExplained() throws {
        let text = try help("credentials").output
        for word in ["--credentials-file", "--profile"] + CredentialVariables.names.prefix(3) {
            #expect(text.contains(word), "\(word)")
        }
    }

    @Test func anUnknownNameGetsTheNearest() throws {
        let run = try help("max_unavaliable")
        #expect(run.code == 2)
        #expect(run.error.contains("did you mean 'max_unavailable'?"))
    }

    @Test(arguments: ["--max-down", "max-down", "--batch-size"])
    func anOptionOfTheCommandLineIsExplained(name: String) throws {
        let run = try help(name)
        guard name != "--batch-size" else { return #expect(run.code == 2) }  // an option of a script
        #expect(run.output.contains("Option of zecscript rehearse"), "\(run.output)")
        #expect(run.output.contains("--max-down"))
    }

    @Test func anOptionOfFunctionsAndOfCommandsIsExplainedInBoth() throws {
        let text = try help("seed").output
        #expect(text.contains("Option of zecscript, zecscript repl"), "\(text)")
    }

    @Test func anUnknownOptionGetsTheNearest() throws {
        #expect(try help("--max-dwon").error.contains("did you mean '--max-down'?"))
    }

    @Test func aSettingHasTheFormOfItsValue() throws {
        let words = try help("settings").output.split { $0.isWhitespace }.joined(separator: " ")
        for form in [
            "recentBoots Instances that were booted within the hour before the start. (a share from 0 to 1)",
            "powerOnStatus The status word of an instance that is being powered on. (one of BOOTING, STARTING)",
        ] {
            #expect(words.contains(form))
        }
    }

    @Test func noLineOfHelpIsLongerThanATerminal() throws {
        for name in ["rolling.reboot", "zec", "instance", "settings", "errors", "exit-codes"] {
            for line in try help(name).output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        }
        for line in try ProgramRun(["--help"]).output.split(separator: "\n") {
            #expect(line.count <= 80, "\(line)")
        }
    }

    @Test func theSecondLineOfARowStandsBelowItsMeaning() throws {
        let text = try ProgramRun(["--help"]).output
        #expect(text.contains("\n  4    credentials or another setting are missing or unusable;"), "\(text)")
        #expect(text.contains("\n       written\n"), "\(text)")
    }
}

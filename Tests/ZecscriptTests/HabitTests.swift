import Foundation
import Rehearsals
import Simulator
import Testing

/// Habits of operators: closing a terminal, redirecting into a full disk or into `head`.
@Suite struct HabitTests {
    private func shell(_ command: String, script: String = "") throws -> ProgramRun {
        let file = try TemporaryFile(script)
        return try ProgramRun(
            [
                "-c",
                command.replacing("PROGRAM", with: ProgramRun.program.path).replacing(
                    "SCRIPT", with: file.path),
            ],
            executable: URL(fileURLWithPath: "/bin/sh"))
    }

    @Test(arguments: ["help", "reference", "-e 'print(1)'", "types", "-v"])
    func outputThatIsLostIsAnError(words: String) throws {
        let run = try shell("PROGRAM \(words) > /dev/full")
        #expect(run.code == 1)
        #expect(run.error.contains("no space left on device"))
    }

    @Test func aClosedTerminalEndsAScriptAsSIGTERMDoes() throws {
        let run = try shell(
            "PROGRAM SCRIPT",
            script: """
                local closing <close> = setmetatable({}, { __close = function() print "put back" end })
                os.execute("kill -HUP $PPID")
                sleep(60)
                """)
        #expect(run.code == 129)
        #expect(run.output == "put back\n")
        #expect(run.error.contains("SIGHUP"))
    }

    @Test func aSignalThatWasIgnoredAtTheStartStaysIgnored() throws {
        let run = try shell(
            "trap '' INT HUP; PROGRAM SCRIPT",
            script: "os.execute('kill -INT $PPID; kill -HUP $PPID') sleep(0.2) print 'on'")
        #expect(run.code == 0)
        #expect(run.output == "on\n")
    }

    @Test(arguments: ["--dry-run", "--simulate 12", "--help"])
    func aProgramsFlagAfterTheScriptIsRefusedBeforeTheFirstChange(words: String) throws {
        let run = try shell("PROGRAM SCRIPT \(words)", script: "os.execute('echo changed')")
        #expect(run.code == 2)
        #expect(run.output == "")
        let flag = words.prefix { $0 != " " }
        #expect(run.error.contains("put \(flag) before the script: zecscript \(flag) "))
    }

    @Test func theHelpOfAScriptIsItsOwn() throws {
        let run = try shell("PROGRAM SCRIPT --help", script: "script.options { about = 'Restarts it.' }")
        #expect(run.code == 0)
        #expect(run.output.contains("Restarts it."))
        #expect(run.error == "")
    }

    @Test func aFileDoesNotGetWhatIsPrintedToAClosedOutput() throws {
        let run = try shell(
            "PROGRAM SCRIPT >&-; cat SCRIPT.out >&2",
            script: """
                local f = io.open(arg[0] .. '.out', 'w')
                pcall(print, 'printed')
                f:write('data')
                f:close()
                """)
        #expect(run.error.contains("data"))
        #expect(!run.error.contains("printed"))
    }

    @Test func aRehearsalHasNoFlagOfARunAndSaysSo() throws {
        let run = try shell(
            "PROGRAM rehearse --runs 1 --fleet 2 SCRIPT --dry-run", script: "zec.instances{}")
        #expect(run.code != 0)
        let advice = "has the option --dry-run; leave it out: zecscript rehearse "
        #expect((run.output + run.error).contains(advice))
    }

    @Test func theEndOfAScriptThatNeverDeclaredTheFlagIsAnErrorAsWell() throws {
        #expect(try shell("PROGRAM SCRIPT --dry-run", script: "print(1)").code == 2)
        #expect(try shell("PROGRAM -- SCRIPT --dry-run", script: "print(1)").code == 0)
    }

    @Test func aDeclaredFlagIsTheScripts() throws {
        let script = "print(script.options { { 'dry-run', 'flag' } }.dry_run) os.execute('true')"
        #expect(try shell("PROGRAM SCRIPT --dry-run", script: script).output == "true\n")
        let other = try shell("PROGRAM SCRIPT --seed 3", script: script)
        #expect(other.code == 2)
        #expect(other.error.contains("put --seed before the script"))
    }

    /// `--plan` is an option of scripts/rolling.lua; a script of one's own would reboot.
    @Test func planAfterAScriptThatDoesNotDeclareItRebootsNothing() throws {
        let script = "require('rolling').reboot { name = 'web', filter = {} } print('rebooted')"
        let run = try ProgramRun(["--simulate", "2", "-", "--plan"], input: script)
        #expect(run.code == 2)
        #expect(run.error.contains("the script does not declare the option --plan"), "\(run.error)")
        #expect(!run.output.contains("done"))
    }

    @Test func aScriptThatPrintsForEverIntoHeadEnds() throws {
        let run = try shell(
            "PROGRAM --time-limit 60 SCRIPT | head -1", script: "while true do print('y') end")
        #expect(run.output == "y\n")
    }
}

import Basics
import Foundation
import LiveHost
import Lua
import Modules
import Rolling
import ScriptRuntime
import Simulator
import TestSupport
import Testing

/// Scripts that run commands of this machine, on the real host.
struct CommandModuleTests {
    private let live: LiveScript

    init() throws { live = try LiveScript() }

    // MARK: run

    @Test func aCommandThatFailsRaisesWithItsExitCodeAndItsLastWords() throws {
        let found = try live.results(
            """
            local ok, err = pcall(run, "echo out; echo first >&2; echo last words >&2; exit 3")
            return err.kind, err.exit_code, err.stdout, err.stderr, err.message
            """)
        let line = "echo out; echo first >&2; echo last words >&2; exit 3"
        #expect(
            found == [
                "command", 3, "out\n", "first\nlast words\n",
                .string("'\(line)' failed with exit code 3: last words"),
            ])
    }

    @Test func withoutACheckAnExitCodeIsAResult() throws {
        let found = try live.results(
            """
            local ended = run("exit 3", { check = false })
            local killed = run("kill -9 $$", { check = false })
            return ended.exit_code, ended.signal, killed.exit_code, killed.signal
            """)
        #expect(found == [3, .nil, 137, 9])
    }

    @Test func wordsReachAProgramWithoutAShell() throws {
        let found = try live.results(#"return run({ "printf", "%s|", "$HOME; x", "a b" }).stdout"#)
        #expect(found == ["$HOME; x|a b|"])
    }

    @Test func otherTasksGoOnWhileACommandRuns() throws {
        let found = try live.results(
            """
            task.spawn(function() io.open(folder .. "/go", "w"):close() end)
            run("while [ ! -e " .. folder .. "/go ]; do sleep 0.01; done")
            task.spawn(function() io.open(folder .. "/on", "w"):close() end)
            return os.execute("while [ ! -e " .. folder .. "/on ]; do sleep 0.01; done")
            """)
        #expect(found == [true, "exit", 0])
    }

    @Test func aTaskThatIsCancelledEndsItsCommandAndWhatTheCommandStarted() throws {
        let found = try live.results(
            """
            local file = folder .. "/pid"
            local fn = function() run("sleep 1000 & echo $! > " .. file .. ".new; mv " .. file .. ".new " .. file .. "; wait") end
            local t = task.spawn(fn)
            wait(function() return io.open(file) end, { every = 0.01 })
            t:cancel()
            pcall(t.wait, t)
            local pid = io.open(file):read("n")
            wait(function() return not os.execute("kill -0 " .. pid .. " 2>/dev/null") end, { every = 0.01 })
            return true
            """)
        #expect(found == [true])
    }

    @Test func aCommandThatTakesTooLongIsEnded() throws {
        let found = try live.results(
            """
            local ok, err = pcall(run, "sleep 1000", { timeout = "200ms" })
            return err.kind, err.message
            """)
        #expect(
            found == [
                "timeout", "timed out after 200ms: 'sleep 1000'",
            ])
    }

    @Test func whatACommandLeavesInTheBackgroundIsNotWaitedFor() throws {
        #expect(try live.results(#"return run("sleep 5 & echo started").stdout"#) == ["started\n"])
    }

    @Test func aCancelledTaskGoesOnOnlyWhenItsCommandIsGone() throws {
        let found = try live.results(
            """
            local begun, done = folder .. "/begun", folder .. "/done"
            local t = task.spawn(run, "trap 'sleep 0.2; touch " .. done .. "; exit' TERM; touch " .. begun
                .. "; while true; do sleep 0.01; done")
            wait(function() return io.open(begun) end, { every = 0.01 })
            t:cancel()
            local ok, err = pcall(t.wait, t)
            return err.kind, io.open(done) ~= nil
            """)
        #expect(found == ["cancelled", true])
    }

    @Test func wordsAreTextOrNumbersAndNothingIsLeftOut() throws {
        let found = try live.results(
            """
            local _, gap = pcall(run, { "printf", "[%s]", nil, "b" })
            local _, flag = pcall(run, { "printf", true })
            return run({ "printf", "[%s]", 5, 2.5 }).stdout, gap.kind, flag.message
            """)
        #expect(
            found == [
                "[5][2.5]", "usage", "bad argument #1 to 'run' (word 2 is a boolean)",
            ])
    }

    @Test func bytesThatAreNoTextReachTheCommand() throws {
        let found = try live.results(
            #"""
            local hex = "| od -An -tx1 | tr -d ' \n'"
            return run("printf '\xe9' " .. hex).stdout, run({ "sh", "-c", 'printf %s "$1" ' .. hex, "x", "\xe9" }).stdout,
                run("printf %s $V " .. hex, { env = { V = "\xe9" } }).stdout
            """#)
        #expect(found == ["e9", "e9", "e9"])
    }

    @Test func onlySoMuchOutputIsKept() throws {
        let found = try live.results(
            """
            local result = run("head -c 3000000 /dev/zero; echo x >&2", { max_output = 1000 })
            return #result.stdout, result.stderr, result.truncated
            """)
        #expect(found == [1000, "x\n", true])
    }

    @Test func aCommandGetsItsInputVariablesAndFolder() throws {
        let found = try live.results(
            """
            local result = run("cat; echo $A-${HOME-none}; pwd",
                { stdin = "in\\n", env = { A = 1, HOME = false }, cwd = folder })
            return result.stdout
            """)
        #expect(found == [.string("in\n1-none\n\(live.folder)\n")])
    }

    @Test func inputThatACommandDoesNotReadIsDropped() throws {
        #expect(try live.results(#"return run("true", { stdin = ("x"):rep(1000000) }).exit_code"#) == [0])
    }

    @Test func aCommandHasTheSignalsOfAShellsAndNoFileOfTheProgram() throws {
        let found = try live.results(
            """
            return run({ "ls", "/proc/self/fd" }).stdout, run("yes | head -1").stderr,
                run("grep SigBlk /proc/self/status").stdout:match("(%x+)%s*$")
            """)
        #expect(found == ["0\n1\n2\n3\n", "", "0000000000000000"])
    }

    @Test func whatCanNotBeStartedSaysWhy() throws {
        let found = try live.results(
            """
            local _, missing = pcall(run, { "no-such-program" })
            local _, folder = pcall(run, "true", { cwd = "/no/such/folder" })
            local _, empty = pcall(run, {})
            return missing.message, folder.message, empty.message
            """)
        #expect(
            found == [
                "the command 'no-such-program' was not started: no-such-program: no such file or directory",
                "the command 'true' was not started: in the folder /no/such/folder: no such file or directory",
                "bad argument #1 to 'run' (the first word names the program)",
            ])
    }

    // MARK: Where no command runs

    @Test func aSimulationPrintsCommandsAndGoesOn() throws {
        let run = try run(
            """
            print(run("touch /x").exit_code, os.execute("touch /y"), io.popen("touch /z"):read("a") == "")
            """)
        #expect(run.lines == ["0\ttrue\ttrue"])
        for name in ["x", "y", "z"] {
            #expect(run.errorOutput.contains("simulation: would run: touch /\(name)\n"))
        }
    }
}

struct CommandProcessTests {
    @Test func aCommandThatDoesNotListenIsKilled() throws {
        let host = try LiveHost(receivingSignals: false)
        var command = HostCommand(
            shell: Array("trap '' TERM; echo begun; while true; do sleep 0.01; done".utf8))
        command.output = .streamed
        command.grace = .milliseconds(20)
        let running = try host.start(command)
        var begun: [UInt8]?, end: HostCommandEnd?
        running.nextOutput { begun = $0 }
        while begun == nil { host.wait(until: nil) }
        running.cancel()
        running.whenEnded { end = $0 }
        while end == nil { host.wait(until: nil) }
        #expect(end?.cause == .signal(9))
    }

    @Test func commandsThatNobodyNeedsGetTheEndOfTheirInput() throws {
        let host = try LiveHost(receivingSignals: false)
        var command = HostCommand(shell: Array("cat".utf8))
        command.input = .written
        let running = try host.start(command)
        #expect(!host.hasOutstandingWork)
        host.releaseCommands()
        var end: HostCommandEnd?
        running.whenEnded { end = $0 }
        while end == nil { host.wait(until: nil) }
        #expect(end?.cause == .exit(0))
    }
}

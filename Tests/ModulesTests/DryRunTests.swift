import Foundation
import TestSupport
import Testing

struct DryRunTests {
    @Test func commandsAndFilesAreWithheldAndWhatTheyReturnLetsAScriptGoOn() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        let run = try run(
            """
            local path = "\(path)"
            print(os.execute("touch " .. path))
            for _, mode in ipairs { "w", "a", "w+" } do
                local file <close> = assert(io.open(path, mode))
                file:write("x")
            end
            io.output(path)
            print(os.rename(path, path .. ".old"), os.remove(path))
            local pipe = io.popen("touch " .. path)
            print(pipe:read("a"), pipe:close())
            print(os.execute(5), io.popen(5):read("a"), io.open(5, "w") ~= nil, os.remove(5))
            local id = zec.instances{}[1].instanceId
            print(zec.exec({ id }, "uptime")[id].exit_code)
            """, isDryRun: true)
        #expect(run.exitCode == 0)
        #expect(run.lines == ["true\texit\t0", "true\ttrue", "\ttrue\texit\t0", "true\t\ttrue\ttrue", "0"])
        #expect(!FileManager.default.fileExists(atPath: path))
        for intention in [
            "run: touch", "write \(path)", "remove \(path)", "rename \(path) to", "run in 1 instance (",
        ] {
            #expect(run.errorOutput.contains("dry run: would \(intention)"))
        }
    }
}

struct RepeatedIDTests {
    @Test func anIDThatIsListedTwiceIsOneInstance() throws {
        let run = try run("local id = zec.instances{}[1].instanceId zec.reboot { id, id }", isDryRun: true)
        #expect(run.errorOutput.contains("would reboot 1 instance"))
    }
}

struct DryRunAnswerTests {
    @Test func whatIsWithheldAnswersAsIfItHadGoneWell() throws {
        let run = try run(
            """
            local answer = http.post("http://lb/x", "y")
            print(answer.status < 300, #answer.body, answer.headers.location)
            print(#zec.call("RebootInstances", { instanceIds = { "i" } }).instanceIds)
            """, isDryRun: true)
        #expect(run.exitCode == 0)
        #expect(run.lines == ["true\t0\tnil", "0"])
    }

    @Test func intentionsAreShownEscaped() throws {
        let run = try run("os.execute('drain web\\27[31m\\n12 done')", isDryRun: true)
        #expect(run.errorOutput.contains(#"would run: drain web\x1B[31m\n12 done"#))
    }
}

struct LostOutputTests {
    @Test func printRaisesAndWriteReturnsTheReason() throws {
        let run = try run(
            """
            local written, reason = io.write("x")
            local ok, err = pcall(print, "x")
            log.info("%s %s %s %s", written, reason, ok, err.kind)
            """, outputProblem: "no space left on device")
        #expect(run.errorOutput.contains("nil standard output: no space left on device false output"))
    }
}

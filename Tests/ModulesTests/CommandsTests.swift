import Basics
import LiveHost
import Lua
import Modules
import Rolling
import ScriptRuntime
import Simulator
import TestSupport
import Testing

/// `os.execute` and `io.popen`, with commands of this machine, on the real host.
@Suite struct CommandsTests {
    private let live: LiveScript

    init() throws { live = try LiveScript() }

    @Test func executeReturnsWhatLuaReturns() throws {
        let found = try live.results(
            """
            local a, b, c = os.execute("exit 4")
            local d, e, f = os.execute("kill -15 $$")
            return os.execute(), a, b, c, d, e, f
            """)
        #expect(found == [true, .nil, "exit", 4, .nil, "signal", 15])
    }

    @Test func theOutputOfACommandIsReadAsAFileIs() throws {
        let found = try live.results(
            """
            local file = io.popen("printf '12 0x1F\\\\nline\\\\n\\\\nrest of it'; exit 2")
            local before = io.type(file)
            local a, b, c, d, e, f = file:read("n", "n", "L", "l", "L", 4)
            local rest, none, empty = file:read("a"), file:read("l"), file:read("a")
            local ok, how, code = file:close()
            return before, a, b, c, d, e, f, rest, none, empty, ok, how, code, io.type(file)
            """)
        #expect(
            found == [
                "file", 12, 31, "\n", "line", "\n", "rest", " of it", .nil, "", .nil, "exit", 2,
                "closed file",
            ])
    }

    @Test func linesComeWhileTheCommandGoesOn() throws {
        let found = try live.results(
            """
            local file = io.popen("echo one; while [ ! -e " .. folder .. "/go ]; do sleep 0.01; done; echo two")
            local lines = {}
            for line in file:lines() do
                lines[#lines + 1] = line
                io.open(folder .. "/go", "w"):close()
            end
            return table.concat(lines, ","), file:close()
            """)
        #expect(found == ["one,two", true, "exit", 0])
    }

    @Test func muchOutputIsReadWithoutLoss() throws {
        let found = try live.results(
            """
            local count, bytes = 0, 0
            for line in io.popen("seq 300000"):lines() do count, bytes = count + 1, bytes + #line end
            return count, bytes, #io.popen("head -c 5000000 /dev/zero"):read("a")
            """)
        #expect(found == [300_000, 1_688_895, 5_000_000])
    }

    @Test func aFileThatIsClosedBeforeItsEndEndsTheCommand() throws {
        let found = try live.results(#"local file = io.popen("yes") return file:read(), file:close()"#)
        #expect(found.first == "y")
        #expect(found.dropFirst().first == .nil, "SIGPIPE ends it, as the shell or the system tells it")
    }

    @Test func whatTheBackgroundWritesBelongsToTheOutput() throws {
        let found = try live.results(
            """
            local go = folder .. "/go"
            local file = io.popen("(while [ ! -e " .. go .. " ]; do sleep 0.01; done; echo late) & echo early")
            local first = file:read()
            io.open(go, "w"):close()
            return first, file:read("a"), file:close()
            """)
        #expect(found == ["early", "late\n", true, "exit", 0])
    }

    @Test func aNumeralThatIsDamagedIsNone() throws {
        let found = try live.results(
            """
            local found = {}
            for _, text in ipairs { "0x", "0xg", "1e", "1e+x", "-", "0x1p4", " 12.5e1z" } do
                found[#found + 1] = tostring(io.popen("printf '%s' '" .. text .. "'"):read("n"))
            end
            return table.concat(found, " ")
            """)
        #expect(found == ["nil nil nil nil nil 16.0 125.0"])
    }

    @Test func filesThatAreNeverClosedTakeNoDescriptors() throws {
        let found = try live.results(
            """
            local function count() return tonumber((run("ls /proc/$PPID/fd | wc -l").stdout)) end
            local before = count()
            for i = 1, 100 do io.popen("echo x"):read("a") end
            collectgarbage()
            return count() - before < 20
            """)
        #expect(found == [true])
    }

    @Test func oneTaskAtATimeUsesACommandsFile() throws {
        let found = try live.results(
            """
            local file = io.popen("while [ ! -e " .. folder .. "/go ]; do sleep 0.01; done")
            local first = task.spawn(function() return file:read() end)
            sleep(0)
            local ok, problem = pcall(file.read, file)
            io.open(folder .. "/go", "w"):close()
            return ok, problem:match("another task is using"), first:wait()
            """)
        #expect(found == [false, "another task is using", .nil])
    }

    @Test func aCommandMayBeTheDefaultFile() throws {
        let found = try live.results(
            """
            io.output(io.popen("cat > " .. folder .. "/out", "w"))
            io.write("a", 1)
            io.close()
            io.output(io.stdout)
            io.input(io.popen("cat " .. folder .. "/out"))
            return io.read("a")
            """)
        #expect(found == ["a1"])
    }

    @Test func whatIsWrittenReachesTheCommand() throws {
        let found = try live.results(
            """
            local file = io.popen("cat > " .. folder .. "/out", "w")
            file:write("a", 1, ("x"):rep(200000))
            local ok, how, code = file:close()
            local reader = io.popen("true", "w")
            local written, problem = true
            while written do written, problem = reader:write(("x"):rep(200000)) end
            return #io.open(folder .. "/out"):read("a"), ok, how, code, problem
            """)
        #expect(found == [200_002, true, "exit", 0, "Broken pipe"])
    }

    @Test func whereATaskCanNotWaitTheCommandIsRunAllTheSame() throws {
        let found = try live.results(
            """
            local codes = {}
            table.sort({ 2, 1 }, function(a, b)
                codes[#codes + 1] = select(3, os.execute("exit 7"))
                codes[#codes + 1] = io.popen("echo here"):read("l")
                return a < b
            end)
            return codes[1], codes[2]
            """)
        #expect(found == [7, "here"])
    }
}

import TestSupport
import Testing

@Suite struct TracebackTests {
    @Test(arguments: [
        ("local function f()\n  return undefined_name\nend\nf()", 2),
        ("local function f()\n  return zec.rebot\nend\nf()", 2),
        (
            "local function f()\n  fail('on purpose')\nend\nprint(pcall(f))\nwait(function() error('no') end)",
            5
        ),
        ("local function f()\n  os.date('%Ez')\nend\nf()", 2),
        ("task.each({1}, function()\n  error('no')\nend)", 2),
        ("require 'no.such.module'", 1),
        ("local options = script.options { { 'count', 'integer' } }\nprint(options.cuont)", 2),
    ])
    func theScriptsOwnLineComesFirst(source: String, line: Int) throws {
        let script = try run(source)
        let traceback = try #require(script.traceback)
        #expect(traceback.hasPrefix("stack traceback:\n\ttest.lua:\(line): "), "\(traceback)")
        #expect(!traceback.contains("[zecscript"))
        #expect(script.message?.hasPrefix("test.lua:\(line): ") == true, "\(script.message ?? "")")
    }

    /// Three calls deep, in a task whose parent sleeps.
    private static let deep = """
        local function third() return nil + 1 end
        local function second() third() end
        local function first() second() end

        """

    private func expectStackOfTheChild(_ script: ScriptRun, awaitedAt line: Int) throws {
        #expect(script.message == "test.lua:1: attempt to perform arithmetic on a nil value")
        let lines = try #require(script.traceback).split(separator: "\n").map(String.init)
        #expect(
            lines.dropFirst().prefix(3).map { $0.prefix(12) } == [
                "\ttest.lua:1:", "\ttest.lua:2:", "\ttest.lua:3:",
            ])
        let awaited = try #require(lines.firstIndex(of: "awaited at:"))
        #expect(lines[awaited + 1].hasPrefix("\ttest.lua:\(line):"), "\(lines)")
    }

    @Test(arguments: [
        ("task.spawn('child', first)\nsleep('1h')", 5),
        ("local t = task.spawn(first)\nt:wait()", 5),
        ("task.each({1}, first)", 4),
        ("task.map({1}, function()\n  first()\nend)", 4),
        ("task.all { first }", 4),
        ("task.race { first }", 4),
        ("task.timeout('1m', first)", 4),
        ("task.group({}, function(g)\n  g:spawn(first)\nend)", 4),
    ])
    func aFailedChildKeepsItsStack(source: String, line: Int) throws {
        try expectStackOfTheChild(run(Self.deep + source), awaitedAt: line)
    }

    @Test func aFunctionThatWasTriedAgainKeepsItsStack() throws {
        let script = try run(Self.deep + "task.retry(first, { attempts = 2 })")
        let lines = try #require(script.traceback).split(separator: "\n").map(String.init)
        #expect(
            lines.dropFirst().prefix(3).map { $0.prefix(12) } == [
                "\ttest.lua:1:", "\ttest.lua:2:", "\ttest.lua:3:",
            ])
        #expect(!lines.contains("awaited at:"))
    }

    @Test func anotherErrorDoesNotTakeOverAnOldStack() throws {
        let script = try run(
            Self.deep + "local t = task.spawn(first)\npcall(t.wait, t)\nerror('mine')")
        #expect(script.message == "test.lua:6: mine")
        #expect(script.traceback == "stack traceback:\n\ttest.lua:6: in main chunk")
    }

    @Test func aTableAsErrorTellsItsPlace() throws {
        let script = try run("task.spawn(function()\n  error({ code = 7 })\nend)\nsleep(5)")
        #expect(script.message == "test.lua:2: an error that is a table: {code = 7}")
        #expect(script.traceback?.contains("\ttest.lua:2: in function <test.lua:1>") == true)
    }
}

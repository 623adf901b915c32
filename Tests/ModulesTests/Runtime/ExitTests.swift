import TestSupport
import Testing

@Suite struct ExitTests {
    @Test(arguments: [
        ("pcall(os.exit, 3) print('on')", 3),
        ("pcall(exit, 3) print('on')", 3),
        ("xpcall(os.exit, function() end, 3) print('on')", 3),
        ("coroutine.resume(coroutine.create(function() os.exit(3) end)) print('on')", 3),
        ("try(os.exit, 3) print('on')", 3),
        ("task.retry(function() os.exit(3) end) print('on')", 3),
        ("pcall(task.timeout, '1m', os.exit, 3) print('on')", 3),
        ("pcall(task.group, {}, function(g) g:spawn(os.exit, 3) sleep(5) end) print('on')", 3),
        ("pcall(task.map, {1, 2}, function() os.exit(3) end) print('on')", 3),
        ("pcall(task.shield, os.exit, 3) print('on')", 3),
        ("pcall(wait, function() os.exit(3) end) print('on')", 3),
        ("task.spawn(function() sleep(1) os.exit(12) end) while true do pcall(sleep, 5) end", 12),
        (
            "local n = 0 while true do pcall(function() n = n + 1 if n == 3 then os.exit(12) end sleep(5) end) end",
            12
        ),
    ])
    func theProgramEndsThere(source: String, code: Int32) throws {
        let script = try run(source)
        #expect(script.exitCode == code, "\(source)")
        #expect(script.output == "", "\(source)")
        #expect(script.message == nil)
    }

    @Test func closeHandlersStillRunAndMayWaitShielded() throws {
        let script = try run(
            """
            pcall(function()
              local c <close> = setmetatable({}, {__close = function()
                print(pcall(sleep, 1))
                task.shield(sleep, 2)
                print("closed")
              end})
              os.exit(4)
            end)
            """)
        #expect(script.lines == ["false\ttest.lua:3: cancelled: the script called exit", "closed"])
        #expect(script.exitCode == 4)
        #expect(script.elapsed == .seconds(2))
    }

    @Test(arguments: [
        ("-1", 255), ("256", 0), ("3.0", 3), ("'7'", 7), ("true", 0), ("false", 1), ("true, true", 0),
        ("", 0),
        ("nil, true", 0), ("9, false", 9),
    ])
    func osExitTakesWhatLuaTakes(arguments: String, code: Int32) throws {
        #expect(try run("os.exit(\(arguments))").exitCode == code)
    }

    @Test(arguments: [
        ("os.exit(1.5)", "number has no integer representation"),
        ("os.exit({})", "number expected, got table"),
    ])
    func osExitRefusesWhatLuaRefuses(source: String, reason: String) throws {
        let script = try run(source)
        #expect(script.exitCode == 1)
        #expect(script.message == "test.lua:1: bad argument #1 to 'exit' (\(reason))")
    }

    /// A script's own error may have the kind of a cancellation.
    @Test func aTableOfTheScriptIsNoCancellation() throws {
        let script = try run(
            """
            local value, err = try(error, { kind = "cancelled", message = "no stock" })
            print(value, err.message)
            local tries = 0
            pcall(task.retry, function() tries = tries + 1 error({ kind = "cancelled" }) end)
            print(tries)
            """)
        #expect(script.lines == ["nil\tno stock", "3"])
    }

    @Test func theCancellationOfAnotherTaskIsAnErrorLikeAnyOther() throws {
        let script = try run(
            """
            local t = task.spawn(sleep, "1h")
            t:cancel("not needed")
            local value, err = try(t.wait, t)
            print(value, err.kind)
            """)
        #expect(script.lines == ["nil\tcancelled"])
        #expect(script.exitCode == 0)
    }

    // MARK: Functions that the program calls for the script

    private static func roll(_ option: String) -> String {
        """
        local rolling = require "rolling"
        local ok, result = pcall(rolling.reboot, {
          instances = zec.instances {}, max_unavailable = 1, name = "r", \(option),
        })
        print(ok, ok and result.exit_code or tostring(result))
        for _, instance in ipairs(ok and result.instances or {}) do print(instance.outcome, instance.reason) end
        """
    }

    @Test(arguments: [
        "health_check = { fn = function() exit(0) end, timeout = '2m' }",
        "drain = function() os.exit(0) end, undrain = print",
        "drain = print, undrain = function() pcall(os.exit, 0) end",
        "only_if = function() exit(0) end",
        "only_if = function() task.spawn(exit, 0) sleep(1) return true end",
        "blockers = { function() exit(0) end }, deadline = '2m'",
        "group_by = function() pcall(exit, 0) return 'a' end",
        "order = function() exit(0) end",
        "exclude = function() exit(0) end",
        "verify = function() exit(0) end",
        "notify = function() exit(0) end",
    ])
    func exitInAHookFailsThatHookAlone(option: String) throws {
        let script = try run(Self.roll(option) + "\nprint('end')")
        #expect(script.lines.last == "end", "\(option): \(script.message ?? "")")
        #expect(script.exitCode == 0)
        let told = script.output + script.errorOutput
        let isTold = told.contains("called exit")
        #expect(isTold || option.hasPrefix("verify"), "\(option): \(told)")
    }
}

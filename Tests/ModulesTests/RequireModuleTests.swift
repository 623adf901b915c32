import TestSupport
import Testing

@Suite struct RequireModuleTests {
    @Test func aModuleBesideTheScriptMayWait() throws {
        let run = try run(
            """
            local name, file = require "lib.health"
            print(name, file, require "lib.health")
            """, files: ["scripts/lib/health.lua": "sleep(2) return (...)"])
        #expect(run.lines == ["lib.health\tscripts/lib/health.lua\tlib.health"])
        #expect(run.elapsed == .seconds(2))
    }

    @Test func tasksThatWantTheSameModuleLoadItOnce() throws {
        let run = try run(
            """
            local got = task.map({ 1, 2, 3 }, function() return require "slow" end)
            print(got[1] == got[2] and got[2] == got[3])
            """, files: ["scripts/slow.lua": "#!/usr/bin/env zecscript\nsleep(2) print('loaded') return {}"])
        #expect(run.lines == ["loaded", "true"])
        #expect(run.elapsed == .seconds(2))
    }

    @Test func aModuleThatFailsIsTriedAgainByTheNext() throws {
        let run = try run(
            """
            print(#task.group({ on_error = "collect" }, function(group)
                group:spawn(require, "broken")
                group:spawn(require, "broken")
            end))
            """, files: ["scripts/broken.lua": "sleep(1) print('tried') error('no')"])
        #expect(run.lines == ["tried", "tried", "2"])
    }

    @Test func aCycleSaysHowItCloses() throws {
        let run = try run(
            "require 'a'",
            files: [
                "scripts/a.lua": "require 'b'", "scripts/b.lua": "require 'c'",
                "scripts/c.lua": "require 'a'",
            ])
        #expect(run.message == "scripts/c.lua:1: module 'a' requires itself: a -> b -> c -> a")
    }

    @Test func twoTasksThatWaitForEachOthersModulesAreACycleToo() throws {
        let run = try run(
            """
            local errors = task.group({ on_error = "collect" }, function(group)
                group:spawn(require, "left")
                group:spawn(require, "right")
            end)
            print(errors[1])
            """,
            files: [
                "scripts/left.lua": "sleep(1) require 'right'",
                "scripts/right.lua": "sleep(1) require 'left'",
            ])
        #expect(run.lines == ["scripts/right.lua:1: module 'left' requires itself: right -> left -> right"])
    }

    @Test func aModuleThatIsNowhereSaysWhereItWasLookedFor() throws {
        let run = try run("package.path = '?.lua;lib/?.lua' require 'no.where'")
        #expect(
            run.message == """
                test.lua:1: module 'no.where' not found:
                \tno field package.preload['no.where']
                \tno file 'scripts/no/where.lua'
                \tno file 'scripts/no/where/init.lua'
                \tno file 'no/where.lua'
                \tno file 'lib/no/where.lua'
                """)
    }

    @Test func aSyntaxErrorNamesTheFile() throws {
        let run = try run("require 'bad'", files: ["scripts/bad.lua": "x = = 1"])
        #expect(
            run.message == """
                test.lua:1: error loading module 'bad' from file 'scripts/bad.lua':
                \tscripts/bad.lua:1: unexpected symbol near '='
                """)
    }

    @Test func bytecodeIsRefused() throws {
        let run = try run("require 'binary'", files: ["scripts/binary.lua": "\u{1B}Lua"])
        #expect(run.message?.contains("binary") == true)
    }

    @Test func scriptsMayAddSearchers() throws {
        let run = try run(
            """
            table.insert(package.searchers, function(name)
                return function(name, extra) return name .. extra end, "!"
            end)
            print(require "anything")
            """)
        #expect(run.lines == ["anything!\t!"])
    }

    @Test func requireIgnoresFurtherArguments() throws {
        let script = try run(
            #"print(require(("lib.health"):gsub("%.", ".")).ok)"#,
            files: ["scripts/lib/health.lua": "return { ok = true }"])
        #expect(script.lines == ["true"])
    }
}

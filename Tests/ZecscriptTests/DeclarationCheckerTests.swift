import Foundation
import Testing

@testable import zecscript

/// Names in a script that the program's declarations do not have.
@Suite struct DeclarationCheckerTests {
    private func messages(_ source: String) throws -> [String] {
        try ScriptChecker().check(Array(source.utf8), name: "=test").messages
    }

    @Test(arguments: [
        ("zec.instnces {}", "'zec' has no field 'instnces' (did you mean 'instances'?)"),
        (
            "local r = require 'rolling' r.rebot {}",
            "'rolling' has no field 'rebot' (did you mean 'reboot'?)"
        ),
        (
            "require('rolling') local rolling = require('rolling') rolling.reboot { max_unavaliable = 2 }",
            "rolling.reboot has no option 'max_unavaliable' (did you mean 'max_unavailable'?)"
        ),
        (
            "local rolling = require 'rolling' rolling.plan({ window = { day = { 'Tue' } } })",
            "rolling.plan: window has no option 'day' (did you mean 'days'?)"
        ),
        (
            "zec.wait({ 'a' }, 'RUNNING', { lft = true })",
            "zec.wait has no option 'lft' (did you mean 'left'?)"
        ),
        ("wait(print, { tmeout = 3 })", "wait has no option 'tmeout' (did you mean 'timeout'?)"),
        (
            "for _, i in ipairs(zec.instances {}) do print(i.zone) end",
            "an instance has no field 'zone' (did you mean 'zoneId'?)"
        ),
        (
            "local web = zec.instances {} task.each(web, function(i) print(i.id) end)",
            "an instance has no field 'id' (did you mean 'instanceId'?)"
        ),
        (
            "require 'no.such'",
            "module 'no.such' not found: neither beside the script nor in package.path"
        ),
    ])
    func aNameThatNothingDefinesIsFound(source: String, message: String) throws {
        #expect(try messages(source) == ["test:1: \(message)"])
    }

    @Test(arguments: [
        "local zec = { instnces = print } zec.instnces()",
        "local t = { zec = { rebot = 1 } } print(t.zec.rebot)",
        "local function f(task) return task.owner end print(f)",
        "-- zec.rebot\nprint('zec.rebot', [[zec.rebot]])",
        "local rolling = require 'rolling' rolling.mine = 1",
        "for _, i in ipairs { 1 } do print(i.zone) end",
        "task.map({ 1 }, function(i) return { zone = i.zone } end)",
        "local o = { tmeout = 3 } print(o.tmeout) wait(print, { timeout = o.tmeout, what = ('x'):rep(2) })",
        "local zec = zec print(zec.instances)", "print(json.null, zec.status)", "require 'zec'",
    ])
    func whatTheScriptDefinesItselfIsLeftAlone(source: String) throws {
        #expect(try messages(source) == [])
    }

    @Test func everyScriptOfTheRepositoryIsClean() throws {
        let folders = ["scripts", "scripts/dev", "Tests/Fixtures/Rolling", "Tests/Fixtures/Runbooks"]
        let checker = try ScriptChecker()
        for folder in folders {
            let files = try FileManager.default.contentsOfDirectory(
                at: packageFile(folder), includingPropertiesForKeys: nil)
            for file in files where file.pathExtension == "lua" {
                let source = try Array(Data(contentsOf: file))
                #expect(checker.check(source, name: "@\(file.path)").messages == [])
            }
        }
    }

    @Test func bytesAreReadToTheirEndWhateverTheyAre() {
        var generator = SeededBits(state: 11)
        let pieces = [
            "\"", "'", "[[", "]=]", "--[==[", "\\", "local x = require", "{", "}", "zec.", "\n", "end",
        ]
        for _ in 0..<500 {
            let text = (0..<12).map { _ in pieces[Int(generator.next() % UInt64(pieces.count))] }.joined()
            let tokens = LuaTokenReader.tokens(of: Array(text.utf8))
            #expect(ScriptNames(tokens, globalModules: ["zec"]).tokens.count == tokens.count)
        }
    }
}

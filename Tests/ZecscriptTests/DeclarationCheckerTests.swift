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
            "require('rolling') local rolling = require('rolling') rolling.reboot { name = 'web', max_unavaliable = 2 }",
            "rolling.reboot has no option 'max_unavaliable' (did you mean 'max_unavailable'?)"
        ),
        (
            "local rolling = require 'rolling' rolling.plan({ name = 'web', window = { day = { 'Tue' }, start = '02:00', duration = '2h', tz = 'UTC' } })",
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
        "print(zec.instances {}[1].instanceNam)", "local l = zec.instances() print(l[#l].instanceNam)",
        "local l = zec.instances {} local first = l[1] print(first.instanceNam)",
        "for page in zec.each_instance {} do for _, i in ipairs(page) do print(i.instanceNam) end end",
        roll("only_if = function(_, row) return row.instanceNam == 'a' end"),
        roll("undrain = print, drain = function(id, row) print(id, row.instanceNam) end"),
        "local function mine(_, row) return row.instanceNam end " + roll("group_by = mine"),
        "local mine = function(a, b) return a.instanceName < b.instanceNam end " + roll("order = mine"),
        roll("health_check = { fn = function(_, row) return row.instanceNam end }"),
    ])
    func aWrongFieldIsFoundWhereverTheRowComesFrom(source: String) throws {
        #expect(
            try messages(source) == [
                "test:1: an instance has no field 'instanceNam' (did you mean 'instanceName'?)"
            ])
    }

    private static func roll(_ options: String) -> String {
        "local rolling = require 'rolling' rolling.reboot { name = 'web', filter = {}, \(options) }"
    }

    /// Results of functions, and what comes out of them.
    @Test(arguments: [
        ("exit(report.exitcode)", "the report of a roll has no field 'exitcode' (did you mean 'exit_code'?)"),
        (
            "print(report.totals.faild)",
            "the table of totals has no field 'faild' (did you mean 'failed'?)"
        ),
        (
            "print(report.instances[1].outcme)",
            "an instance of a report has no field 'outcme' (did you mean 'outcome'?)"
        ),
        (
            "for _, row in ipairs(report.instances) do print(row.id, row.outcme) end",
            "an instance of a report has no field 'outcme' (did you mean 'outcome'?)"
        ),
        (
            "exit(rolling.reboot({ name = 'a', filter = {} }).exitcode)",
            "the report of a roll has no field 'exitcode' (did you mean 'exit_code'?)"
        ),
        (
            "local got, err = try(rolling.reboot, { name = 'a', filter = {} }) print(err, got.exitcode)",
            "the report of a roll has no field 'exitcode' (did you mean 'exit_code'?)"
        ),
        (
            "print(rolling.status('web').stats)",
            "the result of rolling.status has no field 'stats' (did you mean 'status'?)"
        ),
        (
            "print(run('true').exitcode)",
            "the result of run has no field 'exitcode' (did you mean 'exit_code'?)"
        ),
        (
            "local answer = zec.reboot { 'a' } print(answer.failed, answer.refusd)",
            "the answer of the cloud has no field 'refusd' (did you mean 'refused'?)"
        ),
    ])
    func aWrongFieldOfAResultIsFound(use: String, message: String) throws {
        let roll =
            "local rolling = require 'rolling' local report = rolling.reboot { name = 'web', filter = {} } "
        #expect(try messages(roll + use) == ["test:1: \(message)"])
    }

    @Test(arguments: [
        "report.note = 'mine' print(report.note, report.stopped)",
        "report = { exitcode = 3 } print(report.exitcode)",
        "local report = other() print(report.exitcode)",
        "local function show(report) print(report.exitcode) end show {}",
        "print(report['exitcode'], report:exitcode())",
        "local code = rolling.reboot { name = 'a', filter = {} } and 3 print(code.x)",
        "print(report.requests.RebootInstances, report.instances[1].evidence.mine)",
        "do local inner = report print(inner.exitcode) end",
        "for _, report in ipairs {} do print(report.exitcode) end",
        "for _, row in ipairs(report.instances) do local row = other() print(row.state) end",
        "local ok, report print(ok, report.exitcode)",
        "if other() then report = rolling.reboot { name = 'a', filter = {} } else print(report.exitcode) end",
        "report.begun, report.ended = 1, 2 print(report.begun, report.ended)",
        "function report.summary() end report.summary()",
        "report['note'] = 1 print(report.note)", "rawset(report, 'note', 1) print(report.note)",
        "function run() return { exitcode = 1 } end print(run('x').exitcode)",
        "rolling.reboot { name = 'a', filter = {}, drain = nil }",
    ])
    func aFieldThatMayBeThereIsLeftAlone(use: String) throws {
        let roll =
            "local rolling = require 'rolling' local report = rolling.reboot { name = 'web', filter = {} } "
        #expect(try messages("local function other() return {} end other() " + roll + use) == [])
    }

    @Test(arguments: [
        (
            "rolling.reboot { name = 'web', filter = {}, max_unavailable = 'two' }",
            "rolling.reboot: max_unavailable: 'two' is not a number from 1 on, and not a share such as \"10%\""
        ),
        (
            "rolling.reboot { name = 'web', filter = {}, batch_size = { 1, '5%', 'x' } }",
            "rolling.reboot: batch_size: 'x' is not a number from 1 on, and not a share such as \"10%\""
        ),
        ("rolling.reboot { filter = {} }", "rolling.reboot needs the option 'name'"),
        (
            "rolling.reboot { name = 'web', filter = {}, drain = print }",
            "rolling.reboot: 'drain' needs 'undrain'"
        ),
        (
            "rehearse.service { name = 'lb', drain = print, undrain = print }",
            "rehearse.service needs the option 'ids'"
        ),
        (
            "rolling.reboot { name = 'web', filter = {}, health_check = { url = 'http://%s/' } }",
            "rolling.reboot: health_check has no option 'url'; it has http, tcp, command, fn, interval, request_timeout, timeout, consecutive"
        ),
    ])
    func anOptionThatIsMissingOrNoAmountIsFound(call: String, message: String) throws {
        #expect(try messages("local rolling = require 'rolling' " + call) == ["test:1: \(message)"])
    }

    @Test func aTableWithComputedKeysMayHaveEveryOption() throws {
        let source =
            "local rolling, key = require 'rolling', 'name' rolling.reboot { [key] = 'web', filter = {} }"
        #expect(try messages(source) == [])
    }

    private static let noDuration =
        #"is not a duration: seconds from 0 on, or text like "30s", "5m", "1h30m", "250ms""#

    @Test(arguments: [
        ("sleep '4 hours'", "sleep: '4 hours' \(noDuration)"),
        ("wait(print, { timeout = '4 hours' })", "wait: timeout: '4 hours' \(noDuration)"),
        (roll("stagger = '4 hours'"), "rolling.reboot: stagger: '4 hours' \(noDuration)"),
        (
            roll("mode = 'batches'"),
            "rolling.reboot: mode: 'batches' is not allowed; one of batch, rolling expected (did you mean 'batch'?)"
        ),
        (
            roll("window = { start = '25:00', duration = '2h', tz = 'UTC' }"),
            "rolling.reboot: window: start: '25:00' is no time of day such as 02:00"
        ),
        (
            roll("window = { days = { 'Tue', 'Ths' }, start = '02:00', duration = '2h', tz = 'UTC' }"),
            "rolling.reboot: window: days: 'Ths' is no day: Mon, Tue, …, Sun"
        ),
        (
            roll("window = { start = '02:00', duration = '2h', tz = 'Europe/Pariss' }"),
            "rolling.reboot: window: tz: there is no time zone 'Europe/Pariss' in /usr/share/zoneinfo/: install tzdata, or look for the name there"
        ),
        (
            "local rolling = require 'rolling' rolling.reboot { name = 'web', filter = { tag = 'web' } }",
            "rolling.reboot: filter has no option 'tag' (did you mean 'tags'?)"
        ),
    ])
    func aTextThatIsNoValueOfAnOptionIsFound(source: String, message: String) throws {
        #expect(try messages(source) == ["test:1: \(message)"])
    }

    @Test(
        arguments: [
            "sleep('4' .. unit())", "local l = {} l[1] = { zone = 1 } print(l[1].zone)",
            roll("order = function(a, b) return a.instanceName < b.instanceName end, stagger = '1m'"),
            roll("blockers = { function(ids) return ids.zone end }"),
            roll("verify = function(id) return id end, mode = 'rolling', group_by = 'zone'"),
            "local l = zec.instances {} local row = l[1].zoneId print(row)",
            "do local row = zec.instances {}[1] end local row = { zone = 1 } print(row.zone)",
        ].map { "local function unit() return 's' end " + $0 + " unit()" })
    func whatMayBeRightIsLeftAlone(source: String) throws {
        #expect(try messages(source) == [])
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

import TestSupport
import Testing

@Suite struct InspectModuleTests {
    @Test(arguments: [
        ("{}", "{}"), ("{ 1, 2, 3 }", "{1, 2, 3}"), ("'a\\n\"b\"'", #""a\n\"b\"""#),
        ("'\\xff\\0'", #""\xFF\x00""#),
        ("'é'", #""é""#), ("json.null", "null"), ("print", "<built-in function>"),
        ("function() end", "<function test.lua:1>"), ("task.semaphore(3)", "<semaphore: 3 of 3 free>"),
        (
            "{ b = 1, a = true, [10] = 'x', ['end'] = 2, ['x y'] = 3 }",
            #"{ [10] = "x", a = true, b = 1, ["end"] = 2, ["x y"] = 3 }"#
        ),
    ])
    func valuesAreWrittenForPeople(value: String, text: String) throws {
        #expect(try run("print(inspect(\(value)))").lines == [text])
    }

    @Test func whatDoesNotFitOnALineGetsALineEach() throws {
        let run = try run(
            """
            local ids = {}
            for number = 1, 12 do ids[number] = ("i-%04d"):format(number) end
            print(inspect { status = "RUNNING", ids = ids })
            """)
        #expect(
            run.output == """
                {
                  ids = {
                    "i-0001", "i-0002", "i-0003", "i-0004", "i-0005", "i-0006", "i-0007",
                    "i-0008", "i-0009", "i-0010", "i-0011", "i-0012"
                  },
                  status = "RUNNING"
                }

                """)
    }

    @Test func aTableMetTwiceIsShownOnce() throws {
        let run = try run(
            """
            local shared, me = { 1 }, { name = "me" }
            me.self = me
            print(inspect { shared, shared })
            print(inspect(me))
            """)
        #expect(run.lines == ["{ <1>{1}, <table 1> }", #"<1>{ name = "me", self = <table 1> }"#])
    }

    @Test func depthAndDoublingHaveAnEnd() throws {
        let run = try run(
            """
            local doubled, deep = {}, {}
            for _ = 1, 60 do doubled = { doubled, doubled } end
            for _ = 1, 100000 do deep = { deep } end
            print(#inspect(doubled) < 20000, #inspect(deep) < 30000, inspect({ { {} }, x = { 1 } }, { depth = 1 }))
            """)
        #expect(run.lines == ["true\ttrue\t{ {…}, x = {…} }"])
    }

    @Test func anErrorIsShownWithItsFields() throws {
        let run = try run("print(inspect(select(2, pcall(fail, 'no', { exit_code = 6 }))))")
        #expect(run.lines == [#"{ exit_code = 6, kind = "failed", message = "no", where = "test.lua:1" }"#])
    }

    @Test func onOneLineWhenAsked() throws {
        let run = try run("print(inspect({ a = ('x'):rep(90), b = { 1 } }, { newline = '' }))")
        #expect(run.lines.count == 1)
    }
}

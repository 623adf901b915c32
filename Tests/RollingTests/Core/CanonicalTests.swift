import Basics
import Rolling
import TestSupport
import Testing

/// Options as text.
@Suite struct CanonicalTests {
    @Test func onlyOptionsThatWereGivenAreNamedOneLineEach() throws {
        let story = """
            local spec = spec_of({ stagger = 5, batch_size = { 1, "10%" }, verify = print, report = "a.json" }, 10)
            print(canonical.options(spec))
            """
        #expect(try core("canonical", story) == ["batch_size = 1, 10%", "stagger = 5", "verify = function"])
    }

    @Test func aTableHasItsFieldsInAFixedOrder() throws {
        let story = """
            print(canonical.shown { b = 1, a = { 2, 3 }, c = true })
            print(canonical.text { b = 1, a = { count = 2 } })
            """
        #expect(
            try core("canonical", story) == ["{ a = 2, 3, b = 1, c = true }", "{a={count=2};b=1}"])
    }

    @Test func whenARollGoesOnIsNoPartOfItsOptions() throws {
        let story = """
            print(canonical.options(spec_of({ resume = "changed", resume_within = 9, stagger = 5 }, 10)))
            """
        #expect(try core("canonical", story) == ["stagger = 5"])
    }

    @Test func aDifferenceNamesTheLinesThatTheOtherTextDoesNotHave() throws {
        let story = #"""
            print(canonical.difference("a = 1\nb = 2", "a = 1\nb = 3\nc = 4"))
            print(canonical.difference("a = 1", "a = 1\nb = 3"))
            """#
        #expect(try core("canonical", story) == ["b = 2\tb = 3; c = 4", "nothing\tb = 3"])
    }
}

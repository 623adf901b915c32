import Lua
import Testing

@Suite struct NearestNameTests {
    @Test(arguments: [
        ("slep", "sleep"), ("rebot", "reboot"), ("concurency", "concurrency"), ("tiemout", "timeout"),
    ])
    func aSlipOfTheFingersIsUnderstood(word: String, meant: String) {
        #expect(NearestName.find(word, among: ["sleep", "reboot", "concurrency", "timeout"]) == meant)
    }

    @Test func somethingElseIsNotGuessed() {
        #expect(NearestName.find("batch", among: ["sleep", "reboot"]) == nil)
    }
}

import ScriptRuntime
import Testing

@testable import Rehearsals

/// The number that a roll has in a run of several processes.
@Suite struct RollNumbersTests {
    private func roll(_ number: Int, _ name: String, _ ids: [String] = ["a"]) -> ScriptAct {
        .rollBegan(RollDeclaration(number: number, name: name, ids: ids, maxDown: .count(1)))
    }

    private func number(_ act: ScriptAct) -> Int? {
        switch act {
        case .rollBegan(let roll): roll.number
        case .rollEnded(let number): number
        default: nil
        }
    }

    @Test func aRollThatALaterProcessDeclaresAgainIsTheSameRoll() {
        var numbers = RollNumbers()
        #expect(number(numbers.numbered(roll(1, "db"))) == 1)
        #expect(number(numbers.numbered(roll(2, "web"))) == 2)
        numbers.beginProcess()
        #expect(number(numbers.numbered(roll(1, "web"))) == 2)
        #expect(number(numbers.numbered(.rollEnded(number: 1))) == 2)
    }

    @Test func aRollOfOtherInstancesOrTheSecondOfItsNameIsAnotherRoll() {
        var numbers = RollNumbers()
        #expect(number(numbers.numbered(roll(1, "web"))) == 1)
        numbers.beginProcess()
        #expect(number(numbers.numbered(roll(1, "web", ["b"]))) == 2)
        #expect(number(numbers.numbered(roll(2, "web"))) == 1)
        #expect(number(numbers.numbered(roll(3, "web"))) == 3)
    }
}

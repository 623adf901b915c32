import ScriptRuntime

/// Gives every roll of a run its own number: each process counts its rolls from 1.
///
/// A roll that a later process declares again, with the same name, selection, limit and window, is the same roll.
struct RollNumbers {
    /// The rolls of the whole run; the position of a roll is its number less 1.
    private var declared: [RollDeclaration] = []
    /// The number of rolls that earlier processes have declared.
    private var earlierCount = 0
    /// The number of a roll in the run, by the number that the present process gave it.
    private var numbers: [Int: Int] = [:]

    mutating func beginProcess() { (earlierCount, numbers) = (declared.count, [:]) }

    /// Returns the act with the number of its roll in the run.
    mutating func numbered(_ act: ScriptAct) -> ScriptAct {
        switch act {
        case .rollBegan(var roll):
            let own = roll.number
            roll.number = number(of: roll)
            numbers[own] = roll.number
            return .rollBegan(roll)
        case .rollEnded(let own): return .rollEnded(number: numbers[own] ?? own)
        default: return act
        }
    }

    private mutating func number(of roll: RollDeclaration) -> Int {
        let isUnderWay = Set(numbers.values)
        let earlier = declared.prefix(earlierCount).first { other in
            var other = other
            let number = other.number
            other.number = roll.number
            return other == roll && !isUnderWay.contains(number)
        }
        if let earlier { return earlier.number }
        var roll = roll
        roll.number = declared.count + 1
        declared.append(roll)
        return roll.number
    }
}

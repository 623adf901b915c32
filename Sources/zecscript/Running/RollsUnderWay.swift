internal import Basics
internal import ScriptRuntime
internal import Synchronization

/// The rolls that this process works on, for the last words of a program that a second signal ends at once.
final class RollsUnderWay: Sendable {
    private struct Roll {
        var name: String
        var canBeResumed: Bool
    }

    private let rolls = Mutex<[Roll]>([])
    /// The folder that the option `--state` named.
    private let state: String?

    init(state: String?) { self.state = state }

    /// Adds a roll; `canBeResumed` is whether its script is a file.
    func add(_ name: String, canBeResumed: Bool) {
        rolls.withLock { $0.append(Roll(name: name, canBeResumed: canBeResumed)) }
    }

    func remove(_ name: String) {
        rolls.withLock { rolls in
            if let place = rolls.lastIndex(where: { $0.name == name }) { rolls.remove(at: place) }
        }
    }

    /// The commands that show the rolls and go on with them; nil if there is no roll.
    var lastWords: String? {
        let rolls = rolls.withLock { $0 }
        guard !rolls.isEmpty else { return nil }
        let options = state.map { ["--state", $0] } ?? []
        let lines = rolls.flatMap { roll in
            let commands =
                [("to see what is in flight", "show")] + (roll.canBeResumed ? [("to go on", "resume")] : [])
            return commands.map { words, command in
                "  \(words): \(ShellWords.line([Program.name, command, roll.name] + options))\n"
            }
        }
        return "\(Program.name): ended at once, without waiting for the reboots in flight\n" + lines.joined()
    }
}

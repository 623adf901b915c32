internal import Basics
internal import ScriptRuntime
internal import Synchronization

/// The rolls that this process works on, for the last words of a program that a second signal ends at once.
final class RollsUnderWay: Sendable {
    private let names = Mutex<[String]>([])
    /// The folder that the option `--state` named.
    private let state: String?

    init(state: String?) { self.state = state }

    func add(_ name: String) { names.withLock { $0.append(name) } }

    func remove(_ name: String) {
        names.withLock { names in
            if let place = names.lastIndex(of: name) { names.remove(at: place) }
        }
    }

    /// The commands that show the rolls and go on with them; nil if there is no roll.
    var lastWords: String? {
        let names = names.withLock { $0 }
        guard !names.isEmpty else { return nil }
        let options = state.map { ["--state", $0] } ?? []
        let lines = names.flatMap { name in
            [("to see what is in flight", "show"), ("to go on", "resume")].map { words, command in
                "  \(words): \(ShellWords.line([Program.name, command, name] + options))\n"
            }
        }
        return "\(Program.name): ended at once; what was in flight may still reboot\n" + lines.joined()
    }
}

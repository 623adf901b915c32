/// What may stand at the cursor of a shell: words, and files that the shell itself lists.
struct CompletionAnswer: Equatable {
    struct Candidate: Equatable {
        var word: String
        var summary = ""
    }

    var candidates: [Candidate] = []
    var files: DeclaredArgument.Files?

    /// The answer as the shells' functions read it: a line that tells which files to list, then a line for
    /// each word and its summary.
    var text: String {
        let lines = candidates.map { "\($0.word)\t\(Self.line($0.summary))" }
        return ([directive] + lines).joined(separator: "\n") + "\n"
    }

    private var directive: String {
        switch files {
        case nil: "none"
        case .all: "files"
        case .folders: "folders"
        case .ending(let ending): "files:\(ending)"
        }
    }

    private static func line(_ text: String) -> String {
        text.split { $0.isNewline || $0 == "\t" }.joined(separator: " ")
    }
}

/// An option that a script declares with `script.options`.
struct ScriptOption: Equatable {
    /// `--tag`, `-t`.
    var names: [String]
    /// What stands for its value in the script's help: `KEY=VALUE`, `soft|hard`; nil for a flag.
    var value: String?
    var summary = ""

    init(names: [String], value: String? = nil, summary: String = "") {
        self.names = names
        self.value = value
        self.summary = summary
    }

    /// Reads the options in the text that a script's `--help` prints.
    static func read(help: String) -> [ScriptOption] {
        var options: [ScriptOption] = []
        for line in help.split(separator: "\n") {
            if line.hasPrefix("  -"), let option = ScriptOption(line: line.dropFirst(2)) {
                options.append(option)
            } else if line.hasPrefix("        "), let last = options.indices.last {
                // A long help text continues on the lines below.
                let more = line.drop { $0 == " " }
                options[last].summary += options[last].summary.isEmpty ? "\(more)" : " \(more)"
            }
        }
        return options
    }

    private init?(line: Substring) {
        let end = line.firstRange(of: "  ")?.lowerBound ?? line.endIndex
        let words = line[..<end].split(separator: " ")
        names = words.prefix { $0.hasPrefix("-") }.map { $0.hasSuffix(",") ? "\($0.dropLast())" : "\($0)" }
        value = words.dropFirst(names.count).first.map(String.init)
        summary = "\(line[end...].drop { $0 == " " })"
        if names.isEmpty { return nil }
    }

    /// The values that the help lists: none for placeholders such as `N|P%` or `FILE|URL`, which stand for values.
    var values: [String] {
        let alternatives = value?.split(separator: "|") ?? []
        guard alternatives.count > 1, alternatives.contains(where: { $0.contains(where: \.isLowercase) })
        else {
            return []
        }
        return alternatives.filter { !$0.contains("...") }.map(String.init)
    }
}

/// Finds what may stand among the arguments of a script.
struct ScriptCompletion {
    private let options: [ScriptOption]
    private let last: String?
    private let takesOptions: Bool

    /// `words` are the script and its arguments before the cursor.
    init(_ options: [ScriptOption], after words: [String]) {
        self.options = options
        last = words.dropFirst().last
        takesOptions = !words.dropFirst().contains("--")
    }

    func answer(_ current: String) -> CompletionAnswer {
        if takesOptions, let last, let option = option(last), option.value != nil {
            return CompletionAnswer(
                candidates: option.values.map { .init(word: $0) }, files: option.values.isEmpty ? .all : nil)
        }
        guard takesOptions, current.hasPrefix("-") else { return CompletionAnswer(files: .all) }
        if let equals = current.firstIndex(of: "=") {
            let values = option(String(current[..<equals]))?.values ?? []
            return CompletionAnswer(candidates: values.map { .init(word: "\(current[...equals])\($0)") })
        }
        let candidates = options.flatMap { option in
            option.names.map { CompletionAnswer.Candidate(word: $0, summary: option.summary) }
        }
        return CompletionAnswer(candidates: candidates)
    }

    private func option(_ name: String) -> ScriptOption? { options.first { $0.names.contains(name) } }
}

/// The marks within a line of Markdown.
enum InlineMarkdown {
    /// The text without bold marks, with links as their words; code keeps its backticks.
    static func plain(_ text: Substring) -> String {
        let linked = text.replacing(/<doc:([A-Za-z0-9-]+)>/) { match in
            "`zecscript docs \(name(ofFile: match.output.1))`"
        }
        let unlinked = linked.replacing(/\[([^\]]+)\]\([^)]+\)/) { $0.output.1 }
        return String(unlinked.replacing(/\*\*([^*]+)\*\*/) { $0.output.1 })
    }

    /// Turns `WritingScripts` into `writing-scripts`.
    private static func name(ofFile file: Substring) -> String {
        file.reduce(into: "") { name, letter in
            if letter.isUppercase, !name.isEmpty { name += "-" }
            name += letter.lowercased()
        }
    }
}

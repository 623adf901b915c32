/// A page of help about something that is neither a function nor a module: `help duration`.
package struct HelpTopic: Sendable {
    package var name: String
    /// Further names under which it is found.
    package var aliases: [String]
    /// One sentence, for the list of topics.
    package var summary: String
    /// The page, in lines of at most 78 columns.
    package var text: String

    package init(_ name: String, aliases: [String] = [], _ summary: String, _ text: String) {
        self.name = name
        self.aliases = aliases
        self.summary = summary
        self.text = text
    }

    func isCalled(_ name: String) -> Bool { self.name == name || aliases.contains(name) }
}

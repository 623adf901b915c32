internal import Lua

/// `help(…)`: a declaration, a topic, or the list of them, as text for a terminal.
package enum HelpText {
    package struct Answer: Sendable, Equatable {
        package var text: String
        package var isFound: Bool

        package init(text: String, isFound: Bool) {
            self.text = text
            self.isFound = isFound
        }
    }

    /// Explains a function, a module, an object's methods, a kind of table, an option or a topic; the empty name lists everything.
    ///
    /// `otherNames` are names that something else explains: an unknown name may be meant for one of them. `width` is the
    /// number of columns of the terminal; nil: 80.
    package static func about(
        _ name: String, in modules: [ModuleDeclaration], topics: [HelpTopic] = [], otherNames: [String] = [],
        width: Int? = nil
    ) -> Answer {
        HelpWriter(
            modules: modules, topics: topics, otherNames: otherNames, width: min(120, max(40, width ?? 80))
        )
        .about(name)
    }

    /// Every name that is explained, sorted: functions, modules, kinds of table, topics and options.
    package static func names(in modules: [ModuleDeclaration], topics: [HelpTopic]) -> [String] {
        let functions = modules.flatMap(\.functions)
        let names =
            functions.map(\.path) + modules.map(\.name).filter { !$0.isEmpty }
            + modules.flatMap(\.records).map(\.shortName) + topics.map(\.name)
            + functions.flatMap { $0.options.map(\.name) }
        return Set(names).sorted()
    }
}

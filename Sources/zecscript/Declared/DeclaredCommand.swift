internal import ArgumentParser
internal import Basics

/// A command, as its declarations describe it; manual pages and completion are made from this.
struct DeclaredCommand {
    var name: String
    var abstract: String
    var discussion: String
    /// Whether lists of commands show it.
    var isShown: Bool
    var arguments: [DeclaredArgument]
    var subcommands: [DeclaredCommand]

    /// Reads the description that the argument parser makes of a command.
    init(_ command: any ParsableCommand.Type) {
        let description = try? JSONValue(parsing: command._dumpHelp())
        self.init(description?["command"] ?? .null)
    }

    private init(_ description: JSONValue) {
        name = description["commandName"]?.stringValue ?? ""
        abstract = description["abstract"]?.stringValue ?? ""
        discussion = description["discussion"]?.stringValue ?? ""
        isShown = description["shouldDisplay"]?.boolValue ?? true
        arguments = (description["arguments"]?.arrayValue ?? []).map(DeclaredArgument.init)
        subcommands = []
        // The argument parser adds its own command `help` to the declared commands.
        for subcommand in (description["subcommands"]?.arrayValue ?? []).map(DeclaredCommand.init)
        where !subcommands.contains(where: { $0.name == subcommand.name }) {
            if name == Program.name || subcommand.name != HelpCommand.configuration.commandName {
                subcommands.append(subcommand)
            }
        }
    }

    /// The program with all its commands.
    static let program = DeclaredCommand(ZecscriptCommand.self)

    func subcommand(_ name: String) -> DeclaredCommand? { subcommands.first { $0.name == name } }

    var options: [DeclaredArgument] { arguments.filter { $0.kind != .positional && $0.isShown } }
    var positionals: [DeclaredArgument] { arguments.filter { $0.kind == .positional && $0.isShown } }

    /// Finds an option by a name such as `--seed`.
    func option(_ name: String) -> DeclaredArgument? { options.first { $0.names.contains(name) } }
}

/// An option, a flag or an argument of a command.
struct DeclaredArgument {
    enum Kind: String {
        case positional, option, flag
    }

    /// The files that a value may name.
    enum Files: Equatable {
        case all, folders
        /// Files with this extension.
        case ending(String)
    }

    var kind: Kind
    /// `--output`, `-o`; an argument has none.
    var names: [String]
    var valueName: String
    var abstract: String
    /// The values that can be listed.
    var values: [String]
    var defaultValue: String?
    var isOptional: Bool
    var isRepeating: Bool
    var isShown: Bool
    var files: Files?

    init(_ description: JSONValue) {
        kind = description["kind"]?.stringValue.flatMap(Kind.init) ?? .positional
        names = (description["names"]?.arrayValue ?? []).compactMap { name in
            guard let word = name["name"]?.stringValue else { return nil }
            return (name["kind"]?.stringValue == "short" ? "-" : "--") + word
        }
        valueName = description["valueName"]?.stringValue ?? ""
        abstract = description["abstract"]?.stringValue ?? ""
        let completion = description["completionKind"]
        let listed = completion?["list"]?["values"] ?? description["allValues"]
        values = (listed?.arrayValue ?? []).compactMap(\.stringValue)
        defaultValue = description["defaultValue"]?.stringValue
        isOptional = description["isOptional"]?.boolValue ?? false
        isRepeating = description["isRepeating"]?.boolValue ?? false
        isShown = description["shouldDisplay"]?.boolValue ?? true
        files = Self.files(completion)
    }

    private static func files(_ completion: JSONValue?) -> Files? {
        if completion?["directory"] != nil { return .folders }
        guard let file = completion?["file"] else { return nil }
        return file["extensions"]?[0]?.stringValue.map(Files.ending) ?? .all
    }
}

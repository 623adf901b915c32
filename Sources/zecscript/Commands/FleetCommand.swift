internal import ArgumentParser
internal import LiveHost
internal import Lua
internal import ScriptRuntime

/// `zecscript fleet`: a copy of the real inventory, to rehearse on.
struct FleetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fleet",
        abstract: "Copies the inventory into a file, to simulate and rehearse on.",
        discussion: """
            The copy has the id, name, zone, type, status and tags of each instance. Addresses and everything else are \
            left out. Without a filter, every instance of the account is copied.
            """)

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The file to write; standard output unless set.", valueName: "file"),
        completion: .file())
    var output: String?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("Only instances with this tag; can be repeated.", valueName: "key=value"))
    var tag: [String] = []

    @Option(help: ArgumentHelp("Only instances in this zone.", valueName: "zone"))
    var zone: String?

    @Option(help: ArgumentHelp("Only instances with this text in their name.", valueName: "text"))
    var name: String?

    @OptionGroup var options: SharedOptions

    mutating func validate() throws {
        for tag in tag where !tag.contains("=") || tag.hasPrefix("=") {
            throw ValidationError("The value '\(tag)' of '--tag' is not of the form key=value.")
        }
    }

    mutating func run() throws {
        let text = try Inventory(RunSettings(options), filter: filter).fetch()
        guard let output else {
            let surroundings = Program.terminal
            surroundings.write(Array(text.utf8), to: .standardOutput)
            return try surroundings.finishOutput()
        }
        try OutputFile.write(text, to: output)
    }

    private var filter: LuaTable {
        var fields: [LuaTable.Field] = []
        if let zone { fields.append(field("zoneId", .string(zone))) }
        if let name { fields.append(field("name", .string(name))) }
        let tags = tag.map { tag in
            let parts = tag.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return field(String(parts[0]), .string(String(parts[1])))
        }
        if !tags.isEmpty { fields.append(field("tags", .table(LuaTable(fields: tags)))) }
        return LuaTable(fields: fields)
    }

    private func field(_ name: String, _ value: LuaValue) -> LuaTable.Field {
        LuaTable.Field(key: .string(name), value: value)
    }
}

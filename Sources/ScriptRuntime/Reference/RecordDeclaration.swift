internal import Lua

/// A kind of table that functions return, with its fields: a row of `zec.instances`, an error.
package struct RecordDeclaration: Sendable {
    package struct Field: Sendable {
        package var name: String
        /// The type, as the Lua language server writes it.
        package var type: String
        /// One sentence.
        package var summary: String
        /// Whether it can be nil.
        package var isOptional: Bool

        package init(_ name: String, _ type: String, _ summary: String, optional isOptional: Bool = false) {
            self.name = name
            self.type = type
            self.summary = summary
            self.isOptional = isOptional
        }

        /// The name, with a question mark if it can be nil: `zoneId?`.
        package var signature: String { isOptional ? name + "?" : name }
    }

    /// With the module before it: `zec.instance`.
    package var name: String
    /// One sentence.
    package var summary: String
    /// What messages call such a table: `an instance`.
    package var noun: String
    package var fields: [Field]
    /// Whether a table may have further fields, which the cloud adds.
    package var isOpen: Bool
    /// Names that other tools use for a field, each with the right name.
    package var otherNames: [String: String]
    /// Names that an earlier version had for a field; scripts may still read them.
    package var formerNames: Set<String>

    package init(
        _ name: String, _ summary: String, noun: String, fields: [Field], isOpen: Bool = false,
        otherNames: [String: String] = [:], formerNames: Set<String> = []
    ) {
        self.name = name
        self.summary = summary
        self.noun = noun
        self.fields = fields
        self.isOpen = isOpen
        self.otherNames = otherNames
        self.formerNames = formerNames
    }

    /// The name without the module: `instance`.
    package var shortName: String { name.split(separator: ".").last.map(String.init) ?? name }
}

extension RecordDeclaration {
    /// Returns what is wrong with reading a field; nil if the field may be read.
    package func problem(withField name: String) -> String? {
        let names = fields.map(\.name)
        guard !names.contains(name), !formerNames.contains(name) else { return nil }
        if let meant = otherNames[name] { return "\(noun) has no field '\(name)' (did you mean '\(meant)'?)" }
        if isOpen, NearestName.find(name, among: names) == nil { return nil }
        return "\(noun) has no field '\(name)'\(NearestName.hintOrList(for: name, among: names))"
    }
}

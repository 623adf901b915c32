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
    package var fields: [Field]

    package init(_ name: String, _ summary: String, fields: [Field]) {
        self.name = name
        self.summary = summary
        self.fields = fields
    }

    /// The name without the module: `instance`.
    package var shortName: String { name.split(separator: ".").last.map(String.init) ?? name }
}

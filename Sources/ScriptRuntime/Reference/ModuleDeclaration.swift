package import Lua

/// A group of functions in help and reference: a module, the global functions, or the methods of a kind of object.
package struct ModuleDeclaration: Sendable {
    /// The group's name: `zec`; empty for global functions; for methods the kind of object, such as `task`.
    package var name: String
    /// Whether the functions are methods, called as `object:method()`.
    package var isObject: Bool
    /// One sentence.
    package var summary: String
    /// Sorted by path.
    package var functions: [FunctionDeclaration]
    /// The kinds of table that they return.
    package var records: [RecordDeclaration] = []

    /// The heading of the group: `Global functions`, `zec`, `Methods of a task`.
    package var title: String {
        if isObject { return "Methods of \("aeiou".contains(name.prefix(1)) ? "an" : "a") \(name)" }
        return name.isEmpty ? "Global functions" : name
    }
}

extension ScriptRuntime {
    /// All functions that scripts can call, in groups: global functions, modules, objects.
    package var moduleDeclarations: [ModuleDeclaration] {
        var groups: [ModuleDeclaration] = []
        for function in declarations {
            let (owner, isObject) = Self.owner(of: function.path)
            let known = groups.firstIndex { $0.name == owner && $0.isObject == isObject }
            if let known {
                groups[known].functions.append(function)
            } else {
                groups.append(
                    ModuleDeclaration(
                        name: owner, isObject: isObject, summary: summary(of: owner, isObject: isObject),
                        functions: [function]))
            }
        }
        for record in records {
            let owner = Self.owner(of: record.name).name
            guard let group = groups.firstIndex(where: { $0.name == owner && !$0.isObject }) else { continue }
            groups[group].records.append(record)
        }
        return groups.sorted { ($0.rank, $0.name) < ($1.rank, $1.name) }
    }

    private static func owner(of path: String) -> (name: String, isObject: Bool) {
        guard let separator = path.lastIndex(where: { $0 == "." || $0 == ":" }) else { return ("", false) }
        return (String(path[..<separator]), path[separator] == ":")
    }

    private func summary(of owner: String, isObject: Bool) -> String {
        if isObject { return "Called with a colon: `\(owner):…`." }
        if owner.isEmpty { return "Time, waiting, errors and what surrounds a script." }
        if let module = modules.first(where: { $0.name == owner }) { return module.summary }
        return modules.lazy.flatMap(\.otherSummaries).first { $0.key == owner }?.value ?? ""
    }
}

extension ModuleDeclaration {
    fileprivate var rank: Int { isObject ? 2 : name.isEmpty ? 0 : 1 }
}

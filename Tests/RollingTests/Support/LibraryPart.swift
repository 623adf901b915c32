import Basics
import Lua
import Modules
import Rolling
import ScriptRuntime
import TestSupport
import Testing

/// Lua that defines a part of the core of `rolling` as a local variable: `core/amounts` as `amounts`.
///
/// The core does not reach the host, so it needs no simulated cloud: a test passes tables in and checks tables.
func loading(_ part: String) -> String {
    let name = part.split(separator: "/").last ?? ""
    return "\(coreParts)local \(name) = need \"\(part)\"\n"
}

/// Every part of the core, on one line, and a `need` that loads them by name.
private let coreParts: String = {
    let core = RollingModule.parts.filter { $0.key.hasPrefix("core/") }.sorted { $0.key < $1.key }
    let chunks = core.map { part in
        "[\"\(part.key)\"] = function(...) \(String(decoding: part.value.text, as: UTF8.self))\nend"
    }
    return """
        local need
        do
            local loaded, chunks = {}, { \(chunks.joined(separator: ", ")) }
            function need(name)
                loaded[name] = loaded[name] or chunks[name](need)
                return loaded[name]
            end
        end

        """
}()

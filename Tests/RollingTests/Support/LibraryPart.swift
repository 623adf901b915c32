import Modules
import Rolling
import ScriptRuntime

/// Lua that has a part of the library as a local of its own name, loaded with what it is given.
func loading(_ part: String, _ arguments: String = "") -> String {
    let source = String(decoding: RollingModule.parts[part] ?? [], as: UTF8.self)
    return "local \(part) = (function(...) \(source)\nend)(\(arguments))\n"
}

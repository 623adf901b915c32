internal import Lua

/// A part of what scripts can call: functions with Swift bodies, functions with Lua bodies, or both.
struct ScriptModule {
    /// As in `help(…)` and the reference: `"task"`; `""` for global functions.
    var name: String
    /// One sentence for the reference.
    var summary: String
    /// Functions written in Swift.
    ///
    /// Those whose path begins with `host.` are seen by the embedded Lua only.
    var functions: [HostFunction] = []
    /// Declarations of functions whose bodies ``source`` supplies through `declare(path, body)`.
    var scripted: [FunctionDeclaration] = []
    /// The module's embedded Lua.
    var source: [UInt8]?
}

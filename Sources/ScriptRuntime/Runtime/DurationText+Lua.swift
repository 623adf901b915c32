package import Basics
package import Lua

extension DurationText {
    /// Reads a duration as scripts write it: seconds as a number, or text such as `"30s"`.
    /// - Returns: nil if the value is not a duration.
    package static func parse(_ value: LuaValue) -> Duration? {
        if let text = value.text { return parse(text) }
        return value.number.flatMap(duration)
    }
}

import Lua
import ScriptRuntime

/// `visible` and `visible_width` for text from outside, and `host.nearest` for misspelled words.
enum TextModule {
    static func make(_ runtime: ScriptRuntime) -> ScriptModule {
        ScriptModule(
            name: "text", summary: "Text from outside.",
            functions: [visible, visibleWidth, visibleLines, nearest])
    }

    private static var visible: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "visible",
                "Text from outside with its control and formatting characters as escapes, so that it can't act on a terminal.",
                parameters: [
                    Parameter("text", .anyOf([.string, .number]), "A name, a tag, a message."),
                    Parameter(
                        "width", .integer,
                        "The columns to fill up to with spaces; a wide character takes two.", optional: true),
                ],
                results: [ResultDeclaration("text", "string", "It.")])
        ) { arguments in
            let text = VisibleText.escaped(plainText(arguments[0]))
            let missing = Int(clamping: arguments[1].integer ?? 0) - VisibleText.width(text)
            return .value(.string(text + String(repeating: " ", count: min(max(0, missing), 1000))))
        }
    }

    private static var visibleWidth: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "visible_width", "How many columns a text takes on a terminal once `visible` has escaped it.",
                parameters: [Parameter("text", .anyOf([.string, .number]), "A name, a tag, a message.")],
                results: [
                    ResultDeclaration("columns", "integer", "Wide characters take two, combining marks none.")
                ])
        ) { arguments in
            .value(.integer(Int64(VisibleText.width(VisibleText.escaped(plainText(arguments[0]))))))
        }
    }

    private static func plainText(_ value: LuaValue) -> String {
        value.text ?? value.integer.map { "\($0)" } ?? value.number.map { "\($0)" } ?? ""
    }

    private static var visibleLines: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.visible_lines", "`visible` for a text of several lines, which stay.",
                parameters: [Parameter("text", .string, "An error's message.")])
        ) { arguments in .value(.string(VisibleText.escaped(arguments[0].text ?? "", keepsLines: true))) }
    }

    private static var nearest: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.nearest", "The known name nearest to a word, or nil.",
                parameters: [
                    Parameter("word", .string, "The word."),
                    Parameter("names", .array(of: "names"), "The known names."),
                ])
        ) { arguments in
            let names = arguments[1].table?.items.compactMap(\.text) ?? []
            return .value(NearestName.find(arguments[0].text ?? "", among: names).map { .string($0) } ?? .nil)
        }
    }
}

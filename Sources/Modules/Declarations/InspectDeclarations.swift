internal import Lua

/// `inspect`, which is written in Lua.
enum InspectDeclarations {
    static let all: [FunctionDeclaration] = [
        FunctionDeclaration(
            "inspect",
            "Writes any value as text for people: keys sorted, cycles numbered, short tables on one line.",
            parameters: [
                Parameter("value", .any, "The value."),
                Parameter("options", .options(options), "How it is laid out.", optional: true),
            ],
            results: [ResultDeclaration("text", "string", "The same for equal values.")])
    ]

    private static let options = [
        Parameter("depth", .integer, "Levels of tables that are shown; 100 unless set.", optional: true),
        Parameter(
            "newline", .string, #"What ends a line, a line feed unless set; "" puts all on one line."#,
            optional: true),
        Parameter("indent", .string, "What indents one level; two spaces unless set.", optional: true),
    ]
}

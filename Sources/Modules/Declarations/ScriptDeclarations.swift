internal import Lua

/// The functions of `script` that are written in Lua.
enum ScriptDeclarations {
    static let all: [FunctionDeclaration] = [
        FunctionDeclaration(
            "script.options",
            "Declares the script's own options, reads them from `arg`, and answers `--help` for it.",
            parameters: [
                Parameter(
                    "declaration", .table,
                    #"`about`, `arguments`, and options such as `{"pause", "duration", default = "30s"}`."#
                )
            ],
            results: [
                ResultDeclaration(
                    "values", "table",
                    "One field for each option (`batch_size`), and `args` for the arguments.")
            ])
    ]
}

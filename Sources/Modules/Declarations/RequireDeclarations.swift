internal import Lua

/// `require`, which is written in Lua so that a module's code may wait.
enum RequireDeclarations {
    static let all: [FunctionDeclaration] = [
        FunctionDeclaration(
            "require",
            "Loads a module once: from `package.preload`, from the script's folder, or from `package.path`.",
            parameters: [Parameter("name", .string, #"As in "lib.health"."#)],
            rest: Parameter("...", .any, "Ignored, as everywhere in Lua."),
            results: [
                ResultDeclaration("module", "any", "What the module returned, or true."),
                ResultDeclaration("place", "any", "The file it came from; only when this call loaded it."),
            ])
    ]
}

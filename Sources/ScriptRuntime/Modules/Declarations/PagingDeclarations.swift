internal import Lua

/// The function of `zec` that is written in Lua.
enum PagingDeclarations {
    static let all: [FunctionDeclaration] = [
        FunctionDeclaration(
            "zec.each_instance",
            "Gives an iterator over all instances that fit a filter, one page of them at a time.",
            parameters: [Parameter("filter", .table, "As for `zec.instances`.", optional: true)],
            results: [
                ResultDeclaration(
                    "pages", "fun(): table[]?", "For `for page in zec.each_instance{…} do`; it waits.")
            ])
    ]
}

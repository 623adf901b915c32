internal import Lua

/// The functions of `zec` that are written in Lua.
enum PagingDeclarations {
    static let all: [FunctionDeclaration] = [
        FunctionDeclaration(
            "zec.each_instance",
            "Gives an iterator over all instances that fit a filter, one page of them at a time.",
            parameters: [Parameter("filter", .table, "As for `zec.instances`.", optional: true)],
            results: [
                ResultDeclaration(
                    "pages", "fun(): zec.instance[]?", "For `for page in zec.each_instance{…} do`; it waits.")
            ]),
        FunctionDeclaration(
            "zec.no_provider_maintenance",
            "A blocker for rolling: a reason while the provider maintains one of the instances, or is about to within the hour.",
            parameters: [Parameter("ids", .array(of: "instance ids"), "Which instances.")],
            results: [ResultDeclaration("reason", "string?", "nil where nothing is announced.")], waits: true),
    ]
}

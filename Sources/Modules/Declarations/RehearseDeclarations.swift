internal import Lua

/// The functions of `rehearse` that are written in Lua.
enum RehearseDeclarations {
    static let all = [service, always, eventually]

    private static let service = FunctionDeclaration(
        "rehearse.service",
        "What takes instances out of load and puts them back: your own functions in a real run, simulated ones in a rehearsal.",
        parameters: [
            Parameter(
                "service",
                .options([
                    Parameter("name", .string, "What it is called.", optional: true),
                    Parameter("ids", .array(of: "instance ids"), "The instances that take load through it."),
                    Parameter("drain", .function, "Takes the instance of an id out of load."),
                    Parameter("undrain", .function, "Puts the instance of an id back."),
                ]), "Its name, instances and functions.")
        ],
        results: [
            ResultDeclaration(
                "hooks", "{ drain: fun(id: string), undrain: fun(id: string) }",
                "To be called with an id; they may wait, and raise an error where they fail.")
        ])

    private static let world =
        "Called with `world`: world.down() gives the ids that are down, world.instance(id) a table with status, healthy and reboots."

    private static let always = FunctionDeclaration(
        "rehearse.always", "A condition that must hold at every moment of a rehearsal.",
        parameters: [
            Parameter("name", .string, "What it is called when it does not hold."),
            Parameter("fn", .function, world + " Must not wait; false, nil or an error is a violation."),
        ])

    private static let eventually = FunctionDeclaration(
        "rehearse.eventually",
        "A condition that must hold at some moment of a rehearsal, at the latest at its end.",
        parameters: [
            Parameter("name", .string, "What it is called when it never holds."),
            Parameter("fn", .function, world + " Must not wait."),
        ])
}

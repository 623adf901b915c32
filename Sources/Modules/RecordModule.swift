import Lua
import ScriptRuntime

/// The check of the fields that scripts read in tables of a declared kind.
enum RecordModule {
    static func make(_ runtime: ScriptRuntime) -> ScriptModule {
        ScriptModule(
            name: "record", summary: "Tables whose fields are known.", functions: [problem(runtime)],
            chunk: OwnLua.record)
    }

    private static func problem(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.field_problem",
                "What is wrong with reading a field of a declared kind of table, or nil.",
                parameters: [
                    Parameter("record", .string, "The kind."), Parameter("field", .string, "The field."),
                ])
        ) { [unowned runtime] arguments in
            let record = runtime.records.first { $0.name == arguments[0].text }
            let problem = record?.problem(withField: arguments[1].text ?? "")
            return .value(problem.map { .string($0) } ?? .nil)
        }
    }
}

import ScriptRuntime

/// The modules that are written in Lua, in the order in which they load: a module uses only modules before
/// it.
enum ScriptedModules {
    static var all: [ScriptModule] { internals + synchronization + tasks + others }

    /// The module that loads before all other modules.
    static var failure: ScriptModule {
        ScriptModule(
            name: "failure", summary: "How the other modules say what went wrong.",
            chunk: OwnLua.failure)
    }

    private static var internals: [ScriptModule] {
        [
            ScriptModule(
                name: "wait_queue", summary: "Tasks in line until another serves them.",
                chunk: OwnLua.wait_queue),
            ScriptModule(
                name: "task_set", summary: "Tasks whose ends are learnt in order.",
                chunk: OwnLua.task_set),
        ]
    }

    private static var synchronization: [ScriptModule] {
        [
            ScriptModule(
                name: "semaphore", summary: "A limit of tasks at a time.",
                scripted: SynchronizationDeclarations.semaphore, chunk: OwnLua.semaphore),
            ScriptModule(
                name: "event", summary: "A flag that tasks wait for.",
                scripted: SynchronizationDeclarations.event, chunk: OwnLua.event),
            ScriptModule(
                name: "channel", summary: "Values from task to task.",
                scripted: SynchronizationDeclarations.channel, chunk: OwnLua.channel),
        ]
    }

    private static var tasks: [ScriptModule] {
        [
            ScriptModule(
                name: "task", summary: "Several tasks, or one with a limit.",
                scripted: TaskDeclarations.combining, chunk: OwnLua.task),
            ScriptModule(
                name: "task_group", summary: "Groups, and work on lists.",
                scripted: TaskDeclarations.groups, chunk: OwnLua.task_group),
            ScriptModule(
                name: "retry", summary: "Attempts until one succeeds.",
                scripted: TaskDeclarations.retrying, chunk: OwnLua.retry),
            ScriptModule(
                name: "wait", summary: "Questions until the answer is yes.",
                scripted: WaitDeclarations.all, chunk: OwnLua.wait),
        ]
    }

    private static var others: [ScriptModule] {
        [
            ScriptModule(
                name: "try", summary: "Errors as results, and failing on purpose.",
                scripted: ErrorDeclarations.all, chunk: OwnLua.try),
            ScriptModule(
                name: "streams",
                summary: "io.write, io.stdout and io.stderr go through the host, as print does.",
                chunk: OwnLua.streams),
            ScriptModule(
                name: "files", summary: "Changes of files are told to the host before.",
                chunk: OwnLua.files),
            ScriptModule(
                name: "commands", summary: "os.execute and io.popen go through the host.",
                chunk: OwnLua.commands),
            ScriptModule(
                name: "inspect", summary: "Values as text for people.",
                scripted: InspectDeclarations.all, chunk: OwnLua.inspect),
            ScriptModule(
                name: "require", summary: "Modules from files.",
                scripted: RequireDeclarations.all, chunk: OwnLua.require),
            ScriptModule(
                name: "options_help", summary: "The text that --help prints for a script.",
                chunk: OwnLua.options_help),
            ScriptModule(
                name: "options", summary: "A script's own options.",
                scripted: ScriptDeclarations.all, chunk: OwnLua.options),
            ScriptModule(
                name: "zec", summary: "Instances page by page.",
                scripted: PagingDeclarations.all, chunk: OwnLua.zec),
        ]
    }

    /// The module that loads last: after it, reading an undefined global variable is an error.
    static var strict: ScriptModule {
        ScriptModule(
            name: "strict", summary: "Undefined globals are errors.", chunk: OwnLua.strict)
    }
}

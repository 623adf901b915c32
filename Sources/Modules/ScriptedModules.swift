import ScriptRuntime

/// The modules that are written in Lua, in the order in which they load: a module uses only modules before
/// it.
enum ScriptedModules {
    static var all: [ScriptModule] { internals + synchronization + tasks + others }

    /// The module that loads before all other modules.
    static var failure: ScriptModule {
        ScriptModule(
            name: "failure", summary: "How the other modules say what went wrong.",
            source: PackageResources.failure_lua)
    }

    private static var internals: [ScriptModule] {
        [
            ScriptModule(
                name: "wait_queue", summary: "Tasks in line until another serves them.",
                source: PackageResources.wait_queue_lua),
            ScriptModule(
                name: "task_set", summary: "Tasks whose ends are learnt in order.",
                source: PackageResources.task_set_lua),
        ]
    }

    private static var synchronization: [ScriptModule] {
        [
            ScriptModule(
                name: "semaphore", summary: "A limit of tasks at a time.",
                scripted: SynchronizationDeclarations.semaphore, source: PackageResources.semaphore_lua),
            ScriptModule(
                name: "event", summary: "A flag that tasks wait for.",
                scripted: SynchronizationDeclarations.event, source: PackageResources.event_lua),
            ScriptModule(
                name: "channel", summary: "Values from task to task.",
                scripted: SynchronizationDeclarations.channel, source: PackageResources.channel_lua),
        ]
    }

    private static var tasks: [ScriptModule] {
        [
            ScriptModule(
                name: "task", summary: "Several tasks, or one with a limit.",
                scripted: TaskDeclarations.combining, source: PackageResources.task_lua),
            ScriptModule(
                name: "task_group", summary: "Groups, and work on lists.",
                scripted: TaskDeclarations.groups, source: PackageResources.task_group_lua),
            ScriptModule(
                name: "retry", summary: "Attempts until one succeeds.",
                scripted: TaskDeclarations.retrying, source: PackageResources.retry_lua),
            ScriptModule(
                name: "wait", summary: "Questions until the answer is yes.",
                scripted: WaitDeclarations.all, source: PackageResources.wait_lua),
        ]
    }

    private static var others: [ScriptModule] {
        [
            ScriptModule(
                name: "try", summary: "Errors as results, and failing on purpose.",
                scripted: ErrorDeclarations.all, source: PackageResources.try_lua),
            ScriptModule(
                name: "streams",
                summary: "io.write, io.stdout and io.stderr go through the host, as print does.",
                source: PackageResources.streams_lua),
            ScriptModule(
                name: "files", summary: "Changes of files are told to the host before.",
                source: PackageResources.files_lua),
            ScriptModule(
                name: "commands", summary: "os.execute and io.popen go through the host.",
                source: PackageResources.commands_lua),
            ScriptModule(
                name: "inspect", summary: "Values as text for people.",
                scripted: InspectDeclarations.all, source: PackageResources.inspect_lua),
            ScriptModule(
                name: "require", summary: "Modules from files.",
                scripted: RequireDeclarations.all, source: PackageResources.require_lua),
            ScriptModule(
                name: "options_help", summary: "The text that --help prints for a script.",
                source: PackageResources.options_help_lua),
            ScriptModule(
                name: "options", summary: "A script's own options.",
                scripted: ScriptDeclarations.all, source: PackageResources.options_lua),
            ScriptModule(
                name: "zec", summary: "Instances page by page.",
                scripted: PagingDeclarations.all, source: PackageResources.zec_lua),
        ]
    }

    /// The module that loads last: after it, reading an undefined global variable is an error.
    static var strict: ScriptModule {
        ScriptModule(
            name: "strict", summary: "Undefined globals are errors.", source: PackageResources.strict_lua)
    }
}

package import ScriptRuntime
package import ZenlayerCloud

/// The parts of a run except its host; a run, a rehearsal and a test are composed in the same way.
package struct RunComposition {
    package var configuration = RuntimeConfiguration()
    /// The settings of the cloud client; nil if the run has no cloud.
    package var client: ClientSettings?
    /// Libraries that scripts can require.
    package var libraries: [ModuleMaker] = []
    /// The module of an interactive session; nil in other runs.
    package var conversation: REPLModule?

    package init() {}

    /// Makes a runtime with all modules.
    /// - Throws: ``ChunkError`` if a module of the program does not load, which is a mistake in the program.
    package func makeRuntime(on host: any Host) throws -> ScriptRuntime {
        var configuration = configuration
        configuration.modules = modules
        configuration.hiddenVariables = CredentialVariables.names
        return try ScriptRuntime(host: host, configuration: configuration)
    }

    /// All modules, in the order in which they load.
    private var modules: [ModuleMaker] {
        let client = client, isConversation = conversation != nil
        return [
            always(ScriptedModules.failure), ParkingModule.make, ErrorModule.make, TextModule.make,
            ChanceModule.make, FileModule.make, FlagModule.make, OutputModule.make, TimeModule.make,
            RecordModule.make, always(JSONModule.module),
            EnvironmentModule.make, LogModule.make, TaskModule.make, ProgressModule.make, NetworkModule.make,
            ProbeModule.make, CommandModule.make,
            { CloudModule($0, client: client, isConversation: isConversation).module },
        ] + ScriptedModules.all.map(always) + [
            RehearseModule.make, WindowModule.make, RunModule.make,
            { JournalModule($0, client: client).module },
        ]
            + libraries + (conversation.map { [always(REPLModule.tables), $0.make] } ?? []) + [
                always(ScriptedModules.strict)
            ]
    }

    /// A module that needs no runtime.
    private func always(_ module: ScriptModule) -> ModuleMaker { { _ in module } }
}

/// The endpoint, the settings and the credentials of the cloud client.
package struct ClientSettings {
    package var configuration: ClientConfiguration
    /// Looks for the credentials; called at the first call of a cloud function.
    package var credentials: () throws(CloudError) -> Credentials

    package init(
        configuration: ClientConfiguration = ClientConfiguration(),
        credentials: @escaping () throws(CloudError) -> Credentials
    ) {
        self.configuration = configuration
        self.credentials = credentials
    }
}

extension ClientSettings? {
    /// The cloud's address, as campaigns store it; `none` for a run without a cloud.
    var address: String {
        map { "\($0.configuration.endpoint.scheme)://\($0.configuration.endpoint.authority)" } ?? "none"
    }
}

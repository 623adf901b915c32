internal import LiveHost
internal import Lua
internal import ScriptRuntime

/// The instances of the account as a fleet file.
struct Inventory {
    /// A script asks the cloud, so paging, limits and errors are the same as in every script.
    private static let script = """
        local rows = {}
        for i, instance in ipairs(zec.instances(filter)) do
            rows[i] = {
                instanceId = instance.instanceId, instanceName = instance.instanceName, zoneId = instance.zoneId,
                instanceType = instance.instanceType, status = instance.status, tags = instance.tags,
            }
        end
        if #rows == 0 then fail("no instance fits the filter") end
        local lines = {}
        for i, row in ipairs(rows) do lines[i] = "  " .. json.encode(row) end
        return "[\\n" .. table.concat(lines, ",\\n") .. "\\n]\\n"
        """

    private let settings: RunSettings
    private let filter: LuaTable

    init(_ settings: RunSettings, filter: LuaTable) {
        self.settings = settings
        self.filter = filter
    }

    /// - Throws: ``ProgramExit`` if the request failed; the reason was written already.
    func fetch() throws -> String {
        let composition = try Composition(settings)
        defer {
            composition.runtime.close()
            composition.surroundings.flush()
        }
        try composition.runtime.lua.setGlobal("filter", to: .table(filter))
        let outcome = composition.runtime.run(
            chunkName: "=[zecscript fleet]", source: Array(Self.script.utf8))
        composition.report(outcome)
        if let exit = ProgramExit(outcome.exitCode) { throw exit }
        return outcome.results.first?.text ?? ""
    }
}

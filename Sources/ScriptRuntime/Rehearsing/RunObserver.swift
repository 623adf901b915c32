import Lua

/// Is told what a script does, in a rehearsal, and tells what is true.
package protocol RunObserver: AnyObject {
    /// Is told of one act of the script, at a script line: `rolling.lua:12`.
    func scriptDid(_ act: ScriptAct, at place: String?)

    /// Whether a call of a rehearsed service's hook fails this time.
    func hookFails(for id: String) -> Bool

    /// Whether somebody for whose approval the script has waited so long has given it.
    func isApproved(after waited: Duration) -> Bool

    // MARK: The world as it is, for conditions of the script's own

    /// The instances that are down now.
    var idsDown: [String] { get }

    /// What is true of an instance now; nil for one that nobody has.
    func world(of id: String) -> InstanceTruth?

    /// From now on the run is woken whenever the world changes.
    func watchWorld()
}

/// What is true of an instance.
package struct InstanceTruth: Sendable {
    package var status: String
    package var isHealthy: Bool
    /// Requests to reboot it that the cloud accepted.
    package var reboots: Int

    package init(status: String, isHealthy: Bool, reboots: Int) {
        self.status = status
        self.isHealthy = isHealthy
        self.reboots = reboots
    }
}

extension ScriptRuntime {
    /// Tells the rehearsal, where there is one.
    package func observe(_ act: ScriptAct) {
        configuration.observer?.scriptDid(act, at: lua.currentPlace)
    }
}

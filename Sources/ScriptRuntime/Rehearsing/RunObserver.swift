import Lua

/// Observes a script in a rehearsal, and answers what is true in the simulated world.
package protocol RunObserver: AnyObject {
    /// Called for one act of the script, at a script line: `rolling.lua:12`.
    func scriptDid(_ act: ScriptAct, at place: String?)

    /// Whether this call of a rehearsed service's hook fails.
    func hookFails(for id: String) -> Bool

    /// Whether an approval is given once the script has waited for it for `waited`.
    func isApproved(after waited: Duration) -> Bool

    // MARK: The world as it is, for conditions of the script's own

    /// The instances that are down now.
    var idsDown: [String] { get }

    /// The true state of an instance now; nil if no instance has this id.
    func world(of id: String) -> InstanceTruth?

    /// Makes the run wake up whenever the world changes, from now on.
    func watchWorld()
}

/// The true state of an instance.
package struct InstanceTruth: Sendable {
    package var status: String
    package var isHealthy: Bool
    /// The number of requests to reboot it that the cloud accepted.
    package var reboots: Int

    package init(status: String, isHealthy: Bool, reboots: Int) {
        self.status = status
        self.isHealthy = isHealthy
        self.reboots = reboots
    }
}

extension ScriptRuntime {
    /// Tells the rehearsal's observer, if there is one.
    package func observe(_ act: ScriptAct) {
        configuration.observer?.scriptDid(act, at: lua.currentPlace)
    }
}

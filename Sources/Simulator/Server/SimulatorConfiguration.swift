/// The settings of the simulator behind HTTP.
package struct SimulatorConfiguration: Sendable {
    /// The address to listen on; anything but loopback offers the simulation to the network.
    package var address = "127.0.0.1"
    /// 0 lets the system choose.
    package var port = 0
    package var fleet: Fleet
    package var settings = CloudSettings()
    package var seed: UInt64 = 1
    /// Secrets by access key id.
    package var accessKeys: [String: String] = [:]
    /// A Bearer token.
    package var token: String?

    package init(fleet: Fleet) {
        self.fleet = fleet
    }
}

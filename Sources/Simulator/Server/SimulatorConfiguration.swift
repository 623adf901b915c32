/// Everything that the simulator behind HTTP needs to know.
public struct SimulatorConfiguration: Sendable {
    /// The address to listen on; anything but loopback offers the simulation to the network.
    public var address = "127.0.0.1"
    /// 0 lets the system choose.
    public var port = 0
    public var fleet: Fleet
    public var settings = CloudSettings()
    public var seed: UInt64 = 1
    /// Secrets by access key id.
    public var accessKeys: [String: String] = [:]
    /// A Bearer token.
    public var token: String?

    public init(fleet: Fleet) {
        self.fleet = fleet
    }
}

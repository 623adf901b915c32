/// A service of the cloud, and the version that the client uses.
public struct CloudService: Sendable, Equatable {
    public var name: String
    public var version: String

    public init(name: String, version: String) {
        self.name = name
        self.version = version
    }

    /// Elastic Compute.
    public static let zec = CloudService(name: "zec", version: "2025-09-01")
    /// Commands inside instances.
    public static let zos = CloudService(name: "zos", version: "2025-10-10")
    /// The provider's own maintenance.
    public static let maintenance = CloudService(name: "maintenance", version: "2025-03-10")

    static let all = [zec, zos, maintenance]

    /// The request path: `/api/v2/zec`.
    public var path: String { "/api/v2/\(name)" }
}

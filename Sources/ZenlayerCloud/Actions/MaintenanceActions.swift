public import Basics

/// What the provider itself is about to do to instances.
public struct DescribeMaintenanceAlerts: CatalogedAction {
    public static let descriptor = ActionDescriptor(
        "DescribeMaintenanceAlerts", of: .maintenance, repeatability: .safe)

    /// Only alerts of one product; nil: of all.
    public var product: String?

    public init(product: String? = nil) {
        self.product = product
    }

    public func parameters() -> JSONObject {
        product.map { ["product": .string($0)] } ?? [:]
    }

    public func answer(from response: JSONObject) throws(CloudError) -> [JSONObject] {
        try response.rows("dataList")
    }
}

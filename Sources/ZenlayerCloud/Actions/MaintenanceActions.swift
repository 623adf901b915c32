public import Basics

/// Lists the maintenance that the provider plans for instances.
public struct DescribeMaintenanceAlerts: CatalogedAction {
    public static let descriptor = ActionDescriptor(
        "DescribeMaintenanceAlerts", of: .maintenance, repeatability: .safe)

    /// Only alerts of this product; nil: of all products.
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

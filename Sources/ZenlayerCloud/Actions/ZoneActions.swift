public import Basics

/// The zones that instances can be in.
public struct DescribeZones: CatalogedAction {
    public static let descriptor = ActionDescriptor("DescribeZones", repeatability: .safe)

    public init() {}

    public func parameters() -> JSONObject { [:] }

    public func answer(from response: JSONObject) throws(CloudError) -> [JSONObject] {
        try response.rows("zoneSet")
    }
}

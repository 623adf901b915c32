public import Basics

/// Lists instances, as rows with the API's own field names.
public struct DescribeInstances: CatalogedAction {
    public static let descriptor = ActionDescriptor("DescribeInstances", repeatability: .safe)

    public var filter: InstanceFilter
    public var pageNumber: Int
    /// At most 1000.
    public var pageSize: Int

    public init(filter: InstanceFilter, pageNumber: Int = 1, pageSize: Int = 100) {
        self.filter = filter
        self.pageNumber = pageNumber
        self.pageSize = pageSize
    }

    public func parameters() -> JSONObject {
        var parameters = filter.parameters()
        parameters["pageSize"] = .integer(Int64(pageSize))
        parameters["pageNum"] = .integer(Int64(pageNumber))
        return parameters
    }

    public func answer(from response: JSONObject) throws(CloudError) -> Page<JSONObject> {
        Page(rows: try response.rows("dataSet").map(InstanceRow.normalized), totalCount: response.totalCount)
    }
}

/// Normalizes the rows of DescribeInstances.
enum InstanceRow {
    /// The row with one name for each status, and with tags as a map: the wire nests them as `tags.tags[]`.
    static func normalized(_ row: JSONObject) -> JSONObject {
        var row = row
        if let status = row["status"]?.stringValue {
            row["status"] = .string(InstanceStatus(rawValue: status).rawValue)
        }
        row["tags"] = .object(tags(row["tags"]))
        if let nics = row["nics"]?.arrayValue { row["nics"] = .array(nics.map(withTagMap)) }
        return row
    }

    private static func withTagMap(_ value: JSONValue) -> JSONValue {
        guard case .object(var object) = value else { return value }
        object["tags"] = .object(tags(object["tags"]))
        return .object(object)
    }

    private static func tags(_ value: JSONValue?) -> JSONObject {
        let pairs = value?["tags"]?.arrayValue ?? value?.arrayValue ?? []
        var tags = JSONObject()
        for pair in pairs {
            guard let key = pair["key"]?.stringValue else { continue }
            tags[key] = .string(pair["value"]?.stringValue ?? "")
        }
        return tags
    }
}

public import Basics

/// Selects the instances to list: all conditions must hold; without a condition, every instance of the account.
public struct InstanceFilter: Sendable, Equatable {
    /// Only instances with these ids; nil: any id.
    ///
    /// An empty list is refused, since the cloud would take it as any id.
    public var instanceIDs: [String]?
    public var tags: [Tag]
    /// The other conditions, by the API's own names.
    public var conditions: JSONObject

    public struct Tag: Sendable, Equatable {
        public var key: String
        public var value: String

        public init(key: String, value: String) {
            self.key = key
            self.value = value
        }
    }

    public init(instanceIDs: [String]? = nil, tags: [Tag] = [], conditions: JSONObject = [:]) {
        self.instanceIDs = instanceIDs
        self.tags = tags
        self.conditions = conditions
    }

    /// The names of all conditions.
    public static let names = textNames + ["instanceIds", "tagKeys", "tags"]

    private static let textNames = [
        "zoneId", "imageId", "instanceType", "instanceTypeSeries", "ipv4Address", "ipv6Address", "status",
        "name",
        "resourceGroupId",
    ]

    /// Reads a filter with the API's own names, and with tags as a map: `{"zoneId": …, "tags": {"role": "web"}}`.
    public init(_ object: JSONObject) throws(CloudError) {
        self.init()
        for member in object.members.sorted(by: { $0.key < $1.key }) where !member.value.isNull {
            try read(member.key, member.value)
        }
    }

    func parameters() -> JSONObject {
        var parameters = conditions
        if let instanceIDs { parameters["instanceIds"] = JSONValue(instanceIDs) }
        if !tags.isEmpty {
            parameters["tags"] = .array(tags.map { ["key": .string($0.key), "value": .string($0.value)] })
        }
        return parameters
    }
}

extension InstanceFilter {
    private mutating func read(_ name: String, _ value: JSONValue) throws(CloudError) {
        switch name {
        case "instanceIds": instanceIDs = try Self.texts(name, value)
        case "tagKeys": conditions[name] = JSONValue(try Self.texts(name, value))
        case "tags": tags = try Self.tags(value)
        case let name where Self.textNames.contains(name): conditions[name] = try Self.text(name, value)
        default:
            throw .argument(
                "An instance filter has no \"\(name)\"; it may have \(Self.names.joined(separator: ", ")).")
        }
    }

    private static func text(_ name: String, _ value: JSONValue) throws(CloudError) -> JSONValue {
        guard let text = value.stringValue, !text.isEmpty else {
            throw .argument("The instance filter's \"\(name)\" must be a text that is not empty.")
        }
        return .string(text)
    }

    private static func texts(_ name: String, _ value: JSONValue) throws(CloudError) -> [String] {
        let texts = value.arrayValue?.compactMap(\.stringValue) ?? []
        guard !texts.isEmpty, texts.count == value.arrayValue?.count, !texts.contains("") else {
            throw .argument("The instance filter's \"\(name)\" must be a list of texts that is not empty.")
        }
        return texts
    }

    private static func tags(_ value: JSONValue) throws(CloudError) -> [Tag] {
        guard let members = value.objectValue?.members, !members.isEmpty else {
            throw .argument("The instance filter's \"tags\" must map names to values and not be empty.")
        }
        return try members.sorted { $0.key < $1.key }.map { member throws(CloudError) in
            guard let value = member.value.stringValue else {
                throw .argument("The value of tag \"\(member.key)\" must be a text.")
            }
            return Tag(key: member.key, value: value)
        }
    }
}

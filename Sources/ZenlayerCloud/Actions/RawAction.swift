public import Basics

/// Any action, with parameters and answer as they are on the wire.
public struct RawAction: CloudAction {
    public let descriptor: ActionDescriptor
    private let body: JSONObject

    /// Makes an action of a service; without a version, of the version that the client uses for the service.
    ///
    /// Throws a ``CloudError`` of kind `argument`.
    public init(
        _ name: String, parameters: JSONObject = [:], service: String = "zec", version: String? = nil
    ) throws(CloudError) {
        guard Self.isWord(name) else { throw .argument("\"\(name)\" is not the name of an action.") }
        guard Self.isWord(service) else { throw .argument("\"\(service)\" is not the name of a service.") }
        guard let version = version ?? CloudService.all.first(where: { $0.name == service })?.version else {
            throw .argument("The version of service \"\(service)\" is not known here; give it.")
        }
        guard Self.isWord(version) else { throw .argument("\"\(version)\" is not the version of a service.") }
        descriptor = ActionCatalog.descriptor(
            named: name, of: CloudService(name: service, version: version))
        body = parameters
    }

    public func parameters() -> JSONObject { body }

    public func answer(from response: JSONObject) -> JSONObject { response }

    /// Whether a text can go into headers and the path without ending them.
    private static func isWord(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}

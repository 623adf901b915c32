public import Basics

/// Whether an action may be sent again when the result of the first attempt is unknown.
public enum Repeatability: Sendable, Equatable {
    /// It reads, or two calls have the same effect as one.
    case safe
    /// Two calls have another effect than one, such as a second reboot.
    case never
}

/// The properties of an action, without its parameters.
public struct ActionDescriptor: Sendable, Equatable {
    /// The name on the wire: `RebootInstances`.
    public var name: String
    public var service: CloudService
    public var repeatability: Repeatability

    public init(_ name: String, of service: CloudService = .zec, repeatability: Repeatability) {
        self.name = name
        self.service = service
        self.repeatability = repeatability
    }
}

/// A call of the cloud's API as a value that can read its answer.
public protocol CloudAction<Answer> {
    associatedtype Answer

    var descriptor: ActionDescriptor { get }

    /// The request's body.
    func parameters() -> JSONObject

    /// Reads the `response` object of a successful answer; tolerant of missing, null and unknown fields.
    /// - Throws: ``CloudError`` of kind `protocol` if it is not an answer to this action.
    func answer(from response: JSONObject) throws(CloudError) -> Answer
}

/// An action that is in the ``ActionCatalog``.
public protocol CatalogedAction: CloudAction {
    static var descriptor: ActionDescriptor { get }
}

extension CatalogedAction {
    public var descriptor: ActionDescriptor { Self.descriptor }
}

/// An answer, and the request id by which the cloud's support finds it.
public struct CloudAnswer<Value> {
    public var value: Value
    public var requestID: String?

    public init(value: Value, requestID: String?) {
        self.value = value
        self.requestID = requestID
    }
}

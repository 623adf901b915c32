public import Basics

/// Whether an action may be sent again when nobody knows what became of the first time.
public enum Repeatability: Sendable, Equatable {
    /// It reads, or doing it twice is the same as doing it once.
    case safe
    /// Doing it twice is not the same: a second reboot.
    case never
}

/// What is known of an action before it has parameters.
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

/// A call of the cloud's API as a value, which knows how to read its answer.
public protocol CloudAction<Answer> {
    associatedtype Answer

    var descriptor: ActionDescriptor { get }

    /// The request's body.
    func parameters() -> JSONObject

    /// Reads the `response` object of a successful answer; tolerant of missing, null and unknown fields.
    /// - Throws: ``CloudError`` of kind `protocol` when it can't be what was asked for.
    func answer(from response: JSONObject) throws(CloudError) -> Answer
}

/// An action that is in the ``ActionCatalog``.
public protocol CatalogedAction: CloudAction {
    static var descriptor: ActionDescriptor { get }
}

extension CatalogedAction {
    public var descriptor: ActionDescriptor { Self.descriptor }
}

/// An answer and the number under which the cloud's support can find it.
public struct CloudAnswer<Value> {
    public var value: Value
    public var requestID: String?

    public init(value: Value, requestID: String?) {
        self.value = value
        self.requestID = requestID
    }
}

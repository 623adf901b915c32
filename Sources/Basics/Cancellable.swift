/// An operation that can be cancelled.
public protocol Cancellable: AnyObject {
    /// Cancels the operation; does nothing if it is over.
    func cancel()
}

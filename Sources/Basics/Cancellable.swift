/// Something under way that can be given up.
public protocol Cancellable: AnyObject {
    /// Gives it up; does nothing when it is over already.
    func cancel()
}

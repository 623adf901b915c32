public import Basics

extension ZenlayerClient {
    /// Reboots instances; what the cloud accepted has yet to be seen done.
    ///
    /// A reboot is sent once. When nobody knows whether it arrived, the status is looked at a few times; what that does
    /// not show is *unknown*.
    ///
    /// `force` is for those that are starting or rebooting; nil leaves it to the cloud. A request that has not left `within` some time,
    /// because the cloud asks to slow down, is not sent any more: what was decided then may be wrong by now. `completion` gets an error only when
    /// nothing was done for any of them, for a common reason.
    @discardableResult
    public func reboot(
        _ ids: [String], force: Bool? = nil, within: Duration? = nil,
        completion: @escaping (Result<WriteOutcome, CloudError>) -> Void
    ) -> any Cancellable {
        perform(.reboot(force: force, within: within), on: ids, completion)
    }

    /// Starts stopped instances; see ``reboot(_:force:completion:)``.
    @discardableResult
    public func start(
        _ ids: [String], completion: @escaping (Result<WriteOutcome, CloudError>) -> Void
    ) -> any Cancellable {
        perform(.start, on: ids, completion)
    }

    /// Stops running instances, by default in an orderly way; see ``reboot(_:force:completion:)``.
    @discardableResult
    public func stop(
        _ ids: [String], force: Bool = false,
        completion: @escaping (Result<WriteOutcome, CloudError>) -> Void
    ) -> any Cancellable {
        perform(.stop(force: force), on: ids, completion)
    }

    private func perform(
        _ operation: PowerOperation, on ids: [String],
        _ completion: @escaping (Result<WriteOutcome, CloudError>) -> Void
    ) -> any Cancellable {
        if let problem = Self.problem(with: ids) { return refuse(problem, completion) }
        return powerSwitch.perform(operation, on: ids) { verdicts in
            completion(Result { () throws(CloudError) in try WriteOutcome(verdicts) })
        }
    }
}

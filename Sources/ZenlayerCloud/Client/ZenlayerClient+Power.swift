public import Basics

extension ZenlayerClient {
    /// Reboots instances; whether an accepted reboot is done must be observed.
    ///
    /// A reboot is sent once. If it is unknown whether it arrived, the status is read a few times; an instance whose status
    /// proves nothing is *unknown*.
    ///
    /// `force` is for instances that are starting or rebooting; nil: the cloud's default. A request that could not be sent
    /// within `within`, because the cloud asks to slow down, is not sent any more: the decision to reboot may be outdated.
    /// `completion` gets an error only if every instance was refused for a common reason.
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

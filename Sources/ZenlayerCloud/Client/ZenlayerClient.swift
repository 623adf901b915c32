public import Basics

/// The client of the cloud, for one thread: it signs, joins and limits requests, retries them if that is safe, and reports an
/// unknown result as unknown.
///
/// Completions are called on the client's thread, once, and never before the call that they belong to has returned. A
/// cancelled call never completes.
public final class ZenlayerClient {
    let sender: RequestSender
    let statusReader: StatusReader
    let powerSwitch: PowerSwitch

    /// Makes a client for the thread to which the timeline belongs; the observer gets an event for each attempt.
    public init(
        configuration: ClientConfiguration = ClientConfiguration(), credentials: Credentials,
        transport: any Transport, timeline: any Timeline, observer: ((ClientEvent) -> Void)? = nil
    ) {
        sender = RequestSender(
            configuration: configuration, credentials: credentials, transport: transport, timeline: timeline,
            observer: observer)
        statusReader = StatusReader(sender: sender)
        powerSwitch = PowerSwitch(sender: sender, statuses: statusReader)
    }

    public var configuration: ClientConfiguration { sender.configuration }

    /// Performs one action.
    ///
    /// If the outcome of an action that must not be repeated is unknown, the error's hint tells it.
    @discardableResult
    public func perform<Answer>(
        _ action: any CloudAction<Answer>,
        completion: @escaping (Result<CloudAnswer<Answer>, CloudError>) -> Void
    ) -> any Cancellable {
        sender.run(action) { outcome in
            switch outcome {
            case .accepted(let answer): completion(.success(answer))
            case .refused(let error): completion(.failure(error))
            case .unknown(var error):
                error.hint = "It is not known whether the cloud did it; look before asking again."
                error.retryable = false
                completion(.failure(error))
            }
        }
    }

    /// Performs any action of any service.
    ///
    /// Without a version, the version that the client uses for the service. `completion` gets the `response` object.
    @discardableResult
    public func call(
        _ action: String, _ parameters: JSONObject = [:], service: String = "zec", version: String? = nil,
        completion: @escaping (Result<CloudAnswer<JSONObject>, CloudError>) -> Void
    ) -> any Cancellable {
        do throws(CloudError) {
            let action = try RawAction(action, parameters: parameters, service: service, version: version)
            return perform(action, completion: completion)
        } catch {
            return refuse(error, completion)
        }
    }

    /// Completes with an error about the call itself; nothing is sent.
    func refuse<Value>(
        _ error: CloudError, _ completion: @escaping (Result<Value, CloudError>) -> Void
    ) -> any Cancellable {
        sender.timeline.schedule(after: .zero) { completion(.failure(error)) }
    }

    /// What is wrong with a list of ids; nil if it is valid.
    ///
    /// An empty list must never come to mean all instances.
    static func problem(with ids: [String]) -> CloudError? {
        if ids.isEmpty { return .argument("The list of instance ids is empty.") }
        if ids.contains("") { return .argument("The list of instance ids holds an empty one.") }
        return nil
    }
}

import Basics

/// Runs one shell script inside instances: stores it, invokes it batch by batch, collects the results, removes it.
///
/// Once it is stored it is always removed, also after a failure and after being cancelled.
final class CommandRun: Cancellable {
    private let script: Script
    private let ids: [String]
    private let sender: RequestSender
    private let work = Ongoing()
    private var results: [String: CommandResult] = [:]
    private var commonFailures: [CloudError] = []
    private var batchesLeft = 0
    /// What is stored, and has to be removed.
    private var commandID: String?
    private var completion: ((Result<[String: CommandResult], CloudError>) -> Void)?

    /// What to run, and how long it may take in each instance.
    struct Script {
        var shell: String
        var timeoutSeconds: Int
        /// Whether it may run twice in an instance, as what only reads may.
        var isRepeatable = false
    }

    init(
        _ script: Script, on ids: [String], sender: RequestSender,
        completion: @escaping (Result<[String: CommandResult], CloudError>) -> Void
    ) {
        self.script = script
        self.ids = Batcher.distinct(ids)
        self.sender = sender
        self.completion = completion
    }

    /// The creation is not part of what can be cancelled: its answer tells what to remove.
    func start() {
        let name = "\(sender.configuration.clientName.prefix(40)) \(sender.timeline.unixSeconds)"
        sender.run(CreateCommand(name: name, shell: script.shell)) { [self] outcome in
            switch outcome {
            case .accepted(let answer): invoke(answer.value)
            case .refused(let error), .unknown(let error): finish(.failure(error))
            }
        }
    }

    func cancel() {
        completion = nil
        work.cancel()
        remove()
    }

    private func invoke(_ commandID: String) {
        self.commandID = commandID
        guard completion != nil else { return remove() }
        let batches = Batcher.chunks(ids, size: Batcher.commandSizeMax)
        batchesLeft = batches.count
        for batch in batches {
            let part = CommandBatch(commandID, script, batch, sender: sender, partOf: work) { [self] result in
                collect(result)
            }
            part.invoke()
        }
    }

    private func collect(_ part: Result<[String: CommandResult], CloudError>) {
        switch part {
        case .success(let found): results.merge(found) { _, new in new }
        case .failure(let error): commonFailures.append(error)
        }
        batchesLeft -= 1
        guard batchesLeft == 0 else { return }
        remove()
        finish(summary)
    }

    /// An error only when there is no result at all.
    private var summary: Result<[String: CommandResult], CloudError> {
        guard let error = commonFailures.first else { return .success(results) }
        guard !results.isEmpty else { return .failure(error) }
        let refused = CommandResult(status: "Refused", stderr: error.message, code: error.code)
        return .success(Dictionary(uniqueKeysWithValues: ids.map { ($0, results[$0] ?? refused) }))
    }

    /// Nobody waits for it, and nothing hangs on whether it works.
    private func remove() {
        guard let commandID else { return }
        self.commandID = nil
        sender.run(DeleteCommand(commandID: commandID)) { _ in }
    }

    private func finish(_ result: Result<[String: CommandResult], CloudError>) {
        let completion = completion
        self.completion = nil
        completion?(result)
    }
}

import Basics

/// Runs one shell script inside instances: stores it, invokes it batch by batch, collects the results and deletes it.
///
/// A stored script is always deleted, also after a failure or a cancellation.
final class CommandRun: Cancellable {
    private let script: Script
    private let ids: [String]
    private let sender: RequestSender
    private let work = Ongoing()
    private var results: [String: CommandResult] = [:]
    private var commonFailures: [CloudError] = []
    private var batchesLeft = 0
    /// The id of the stored command, which must be deleted.
    private var commandID: String?
    private var completion: ((Result<[String: CommandResult], CloudError>) -> Void)?

    /// The script, and its time limit in each instance.
    struct Script {
        var shell: String
        var timeoutSeconds: Int
        /// Whether it may run twice in an instance, as a script may that only reads.
        var isRepeatable = false
    }

    init(
        _ script: Script, on ids: [String], sender: RequestSender,
        completion: @escaping (Result<[String: CommandResult], CloudError>) -> Void
    ) {
        self.script = script
        self.ids = ids.withoutRepeats()
        self.sender = sender
        self.completion = completion
    }

    /// Stores the script; a cancellation does not interrupt this, since its answer has the id to delete.
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

    /// The results; an error only if there is no result at all.
    private var summary: Result<[String: CommandResult], CloudError> {
        guard let error = commonFailures.first else { return .success(results) }
        guard !results.isEmpty else { return .failure(error) }
        let refused = CommandResult(status: "Refused", stderr: error.message, code: error.code)
        return .success(Dictionary(uniqueKeysWithValues: ids.map { ($0, results[$0] ?? refused) }))
    }

    /// Deletes the command; no caller waits for the deletion or depends on it.
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

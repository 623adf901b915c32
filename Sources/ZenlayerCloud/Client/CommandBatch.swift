import Basics

/// A stored command in at most 200 instances: invoked once, then watched until each has a result.
final class CommandBatch {
    typealias Completion = (Result<[String: CommandResult], CloudError>) -> Void

    private static let lookInterval: Duration = .seconds(1)
    /// How long after the script's own time limit the results are waited for.
    private static let patience: Duration = .seconds(30)

    private let commandID: String
    private let script: CommandRun.Script
    private let ids: [String]
    private let sender: RequestSender
    private let work: Ongoing
    private let completion: Completion
    private var invocationID: String?
    private var deadline: Duration = .zero
    private var cursor = PageCursor(pageSize: 1000)
    private var results: [String: CommandResult] = [:]

    init(
        _ commandID: String, _ script: CommandRun.Script, _ ids: [String], sender: RequestSender,
        partOf whole: Ongoing, completion: @escaping Completion
    ) {
        self.commandID = commandID
        self.script = script
        self.ids = ids
        self.sender = sender
        work = Ongoing(partOf: whole)
        self.completion = completion
    }

    /// Invokes the command; if it is unknown whether that worked, all of the command's invocations are watched, since only
    /// this batch runs it.
    func invoke() {
        let action = InvokeCommand(
            commandID: commandID, instanceIDs: ids, timeoutSeconds: script.timeoutSeconds)
        work.proceed(
            with: sender.run(action) { [self] outcome in
                switch outcome {
                case .accepted(let answer): watch(answer.value)
                case .unknown: watch(nil)
                case .refused(let error): fail(error)
                }
            })
    }

    private func watch(_ invocationID: String?) {
        self.invocationID = invocationID
        deadline = sender.timeline.now + .seconds(script.timeoutSeconds) + Self.patience
        lookLater()
    }

    private func lookLater() {
        cursor = PageCursor(pageSize: cursor.pageSize)
        work.proceed(with: sender.timeline.schedule(after: Self.lookInterval) { [self] in look() })
    }

    private func look() {
        let action = DescribeCommandInvocations(
            commandID: commandID, invocationID: invocationID, pageNumber: cursor.pageNumber,
            pageSize: cursor.pageSize)
        work.proceed(
            with: sender.run(action) { [self] outcome in
                switch outcome {
                case .accepted(let answer): take(answer.value)
                case .refused, .unknown: decide()
                }
            })
    }

    private func take(_ page: Page<DescribeCommandInvocations.Invocation>) {
        for row in page.rows.flatMap(\.instances) where results[row.instanceID]?.isFinal != true {
            results[row.instanceID] = row.result
        }
        let hasMore = (try? cursor.take(page, id: \.id).hasMore) ?? false
        if hasMore { look() } else { decide() }
    }

    private func decide() {
        let isComplete = ids.allSatisfy { results[$0]?.isFinal == true }
        guard isComplete || sender.timeline.now >= deadline else { return lookLater() }
        let unknown = CommandResult(status: "Unknown", stderr: "The cloud did not say what became of it.")
        finish { results[$0].flatMap { $0.isFinal ? $0 : nil } ?? unknown }
    }

    private func finish(_ result: (String) -> CommandResult) {
        end(.success(Dictionary(uniqueKeysWithValues: ids.map { ($0, result($0)) })))
    }

    /// A refused batch may have been carried out in part, so only a command that may run twice is invoked again for its halves.
    private func fail(_ error: CloudError) {
        if let halves = Batcher.halves(ids, refusedWith: error) {
            return script.isRepeatable ? split(halves) : watch(nil)
        }
        guard Batcher.mayConcernOneInstance(error) else { return end(.failure(error)) }
        finish { _ in CommandResult(status: "Refused", stderr: error.message, code: error.code) }
    }

    private func end(_ result: Result<[String: CommandResult], CloudError>) {
        work.finish()
        completion(result)
    }

    private func split(_ halves: [[String]]) {
        var found: [String: CommandResult] = [:]
        var failure: CloudError?
        var left = halves.count
        work.finish()
        for half in halves {
            let part = CommandBatch(commandID, script, half, sender: sender, partOf: work) {
                [completion] result in
                left -= 1
                switch result {
                case .success(let part): found.merge(part) { _, new in new }
                case .failure(let error): failure = failure ?? error
                }
                if left == 0 { completion(failure.map(Result.failure) ?? .success(found)) }
            }
            part.invoke()
        }
    }
}

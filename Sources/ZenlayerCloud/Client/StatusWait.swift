import Basics

/// Reads the status of instances until they have reached a status, or the time is over.
final class StatusWait: Cancellable {
    private let statuses: StatusReader
    private let timeline: any Timeline
    private var waiter: StatusWaiter
    private var completion: ((Result<StatusWaitOutcome, CloudError>) -> Void)?
    private var step: (any Cancellable)?
    private var deadline: (any Cancellable)?

    init(
        _ waiter: StatusWaiter, statuses: StatusReader, timeline: any Timeline,
        completion: @escaping (Result<StatusWaitOutcome, CloudError>) -> Void
    ) {
        self.waiter = waiter
        self.statuses = statuses
        self.timeline = timeline
        self.completion = completion
    }

    func start(timeout: Duration) {
        deadline = timeline.schedule(after: timeout) { [self] in finish(.success(waiter.outcome)) }
        look()
    }

    func cancel() {
        completion = nil
        step?.cancel()
        deadline?.cancel()
        step = nil
        deadline = nil
    }

    private func look() {
        step = statuses.read(waiter.pendingIDs) { [self] verdicts in
            do throws(CloudError) {
                try waiter.observe(verdicts)
                goOn()
            } catch {
                finish(.failure(error))
            }
        }
    }

    private func goOn() {
        if waiter.isOver { return finish(.success(waiter.outcome)) }
        step = timeline.schedule(after: waiter.delay(now: timeline.now)) { [self] in look() }
    }

    private func finish(_ result: Result<StatusWaitOutcome, CloudError>) {
        let completion = completion
        cancel()
        completion?(result)
    }
}

import Basics

/// Reads the status of instances for all callers, in common requests.
final class StatusReader {
    typealias Verdict = Result<InstanceStatus, CloudError>

    private let joiner: Joiner<Verdict>

    init(sender: RequestSender) {
        joiner = Joiner(timeline: sender.timeline) { ids, report in
            let work = Ongoing()
            StatusBatch(ids, sender: sender, partOf: work, report: report).read()
            return work
        }
    }

    /// Returns a verdict on each id; ``InstanceStatus/notFound`` if the cloud does not mention it.
    func read(
        _ ids: [String], completion: @escaping ([(id: String, verdict: Verdict)]) -> Void
    ) -> any Cancellable {
        joiner.join(ids, completion: completion)
    }
}

/// At most 100 instances, read page by page.
private final class StatusBatch {
    private let ids: [String]
    private let sender: RequestSender
    private let work: Ongoing
    private let report: Joiner<StatusReader.Verdict>.Report
    private var cursor = PageCursor(pageSize: Batcher.sizeMax)
    private var statuses: [String: InstanceStatus] = [:]

    init(
        _ ids: [String], sender: RequestSender, partOf whole: Ongoing,
        report: @escaping Joiner<StatusReader.Verdict>.Report
    ) {
        self.ids = ids
        self.sender = sender
        work = Ongoing(partOf: whole)
        self.report = report
    }

    func read() {
        let action = DescribeInstancesStatus(
            instanceIDs: ids, pageNumber: cursor.pageNumber, pageSize: cursor.pageSize)
        work.proceed(
            with: sender.run(action) { [self] outcome in
                switch outcome {
                case .accepted(let answer): take(answer.value)
                case .refused(let error), .unknown(let error): fail(error)
                }
            })
    }

    /// Takes a page; the latest status of an id counts.
    private func take(_ page: Page<DescribeInstancesStatus.Row>) {
        for row in page.rows {
            sender.note(row.status)
            sender.sightings.note(row.id, row.status, at: sender.timeline.now)
            statuses[row.id] = row.status
        }
        do throws(CloudError) {
            let hasMore = try cursor.take(page, id: \.id).hasMore
            // If every instance was seen, no instance can be missing.
            if hasMore, ids.contains(where: { statuses[$0] == nil }) { return read() }
            finish(ids.map { ($0, .success(statuses[$0] ?? .notFound)) })
        } catch {
            finish(ids.map { id in (id, statuses[id].map { .success($0) } ?? .failure(error)) })
        }
    }

    private func fail(_ error: CloudError) {
        if let halves = Batcher.halves(ids, refusedWith: error) {
            for half in halves { StatusBatch(half, sender: sender, partOf: work, report: report).read() }
        } else if ids.count == 1, error.code == CloudError.instanceNotFound {
            finish([(ids[0], .success(.notFound))])
        } else {
            finish(ids.map { ($0, .failure(error)) })
        }
    }

    private func finish(_ verdicts: [(id: String, verdict: StatusReader.Verdict)]) {
        work.finish()
        report(verdicts)
    }
}

extension CloudError {
    static let instanceNotFound = "INVALID_INSTANCE_NOT_FOUND"
}

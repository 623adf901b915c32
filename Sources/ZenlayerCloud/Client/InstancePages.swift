public import Basics

/// Lists instances page by page: each instance once, and every instance that existed all the time.
public final class InstancePages {
    /// The filters still to be listed, the next at the end: several if the filter names more ids than a request takes.
    private var filters: [InstanceFilter]
    private var cursor: PageCursor
    private let sender: RequestSender
    private var collected: [JSONObject] = []
    /// The ids of instances that were deleted while the list was read.
    private var vanished: Set<String> = []

    init(_ filter: InstanceFilter, sender: RequestSender) {
        self.sender = sender
        filters = Self.pieces(filter).reversed()
        cursor = PageCursor(
            pageSize: sender.configuration.pageSize,
            provesLists: sender.configuration.rules.provesLists)
    }

    /// Fetches the next page; only one call may be under way.
    ///
    /// `completion` gets the rows with the API's own names, or nil after the last page; it is never called before this
    /// returns.
    @discardableResult
    public func next(completion: @escaping (Result<[JSONObject]?, CloudError>) -> Void) -> any Cancellable {
        let work = Ongoing()
        fetch(work, completion)
        return work
    }

    /// Fetches all remaining pages.
    func rest(_ work: Ongoing, completion: @escaping (Result<[JSONObject], CloudError>) -> Void) {
        fetch(work) { [self] result in
            switch result {
            case .success(let page?):
                collected += page
                rest(work, completion: completion)
            case .success(nil): completion(.success(remaining))
            case .failure(let error): completion(.failure(error))
            }
        }
    }

    private var remaining: [JSONObject] {
        if vanished.isEmpty { return collected }
        return collected.filter { $0["instanceId"]?.identifier.map(vanished.contains) != true }
    }

    /// Splits a filter into filters that each fit into one request.
    static func pieces(_ filter: InstanceFilter) -> [InstanceFilter] {
        guard let ids = filter.instanceIDs else { return [filter] }
        return Batcher.chunks(ids.withoutRepeats()).map { filter.restricted(to: $0) }
    }
}

extension InstancePages {
    private func fetch(_ work: Ongoing, _ completion: @escaping (Result<[JSONObject]?, CloudError>) -> Void) {
        guard let filter = filters.last else {
            return work.proceed(
                with: sender.timeline.schedule(after: .zero) {
                    work.finish()
                    completion(.success(nil))
                })
        }
        let action = DescribeInstances(
            filter: filter, pageNumber: cursor.pageNumber, pageSize: cursor.pageSize)
        let step = sender.run(action) { [self] outcome in
            switch outcome {
            case .accepted(let answer): proceed(after: answer.value, work, completion)
            case .refused(let error), .unknown(let error):
                if replace(filter, refusedWith: error) {
                    fetch(work, completion)
                } else {
                    completion(.failure(error))
                }
            }
        }
        work.proceed(with: step)
    }

    /// Returns the new rows of a page; if it has none, fetches the next page.
    private func proceed(
        after page: Page<JSONObject>, _ work: Ongoing,
        _ completion: @escaping (Result<[JSONObject]?, CloudError>) -> Void
    ) {
        do throws(CloudError) {
            let rows = try take(page)
            if rows.isEmpty { fetch(work, completion) } else { completion(.success(rows)) }
        } catch {
            completion(.failure(error))
        }
    }

    private func take(_ page: Page<JSONObject>) throws(CloudError) -> [JSONObject] {
        let (rows, hasMore) = try cursor.take(page) { $0["instanceId"]?.identifier }
        for row in rows {
            guard let id = row["instanceId"]?.identifier else { continue }
            let status = row["status"]?.stringValue.map { InstanceStatus(rawValue: $0) }
            sender.sightings.note(id, status, at: sender.timeline.now)
        }
        if !hasMore {
            vanished.formUnion(cursor.vanished)
            dropFilter()
        }
        return rows
    }

    private func dropFilter() {
        filters.removeLast()
        cursor = PageCursor(pageSize: cursor.pageSize, provesLists: cursor.provesLists)
    }

    /// Replaces a refused filter by smaller filters, so that one bad id does not hide the other instances.
    ///
    /// Returns false if the refusal can't be avoided.
    private func replace(_ filter: InstanceFilter, refusedWith error: CloudError) -> Bool {
        guard let ids = filter.instanceIDs, cursor.pageNumber == 1 else { return false }
        if let halves = Batcher.halves(ids, refusedWith: error) {
            dropFilter()
            filters += halves.reversed().map { filter.restricted(to: $0) }
            return true
        }
        guard ids.count == 1, error.code == CloudError.instanceNotFound else { return false }
        dropFilter()
        return true
    }
}

extension InstanceFilter {
    fileprivate func restricted(to ids: [String]) -> InstanceFilter {
        var filter = self
        filter.instanceIDs = ids
        return filter
    }
}

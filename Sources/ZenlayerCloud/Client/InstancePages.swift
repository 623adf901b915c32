/// Goes through instances page by page; each comes once.
public final class InstancePages {
    /// Still to be listed, the next one last: several when the filter names more ids than a request takes.
    private var filters: [InstanceFilter]
    private var cursor: PageCursor
    private let sender: RequestSender
    private var collected: [JSONObject] = []

    init(_ filter: InstanceFilter, sender: RequestSender) {
        self.sender = sender
        filters = Self.pieces(filter).reversed()
        cursor = PageCursor(pageSize: sender.configuration.pageSize)
    }

    /// Fetches the next page; one at a time.
    ///
    /// `completion` gets the rows with the API's own names, or nil after the last page; it is never called before this
    /// returns.
    @discardableResult
    public func next(completion: @escaping (Result<[JSONObject]?, CloudError>) -> Void) -> any Cancellable {
        let work = Ongoing()
        fetch(work, completion)
        return work
    }

    /// Fetches all that is left.
    func rest(_ work: Ongoing, completion: @escaping (Result<[JSONObject], CloudError>) -> Void) {
        fetch(work) { [self] result in
            switch result {
            case .success(let page?):
                collected += page
                rest(work, completion: completion)
            case .success(nil): completion(.success(collected))
            case .failure(let error): completion(.failure(error))
            }
        }
    }

    /// Filters that each fit a request.
    static func pieces(_ filter: InstanceFilter) -> [InstanceFilter] {
        guard let ids = filter.instanceIDs else { return [filter] }
        return Batcher.chunks(Batcher.distinct(ids)).map { filter.restricted(to: $0) }
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
            case .success(let answer):
                completion(Result { () throws(CloudError) in try take(answer.value) })
            case .failed(let error), .uncertain(let error):
                if replace(filter, refusedWith: error) {
                    fetch(work, completion)
                } else {
                    completion(.failure(error))
                }
            }
        }
        work.proceed(with: step)
    }

    private func take(_ page: Page<JSONObject>) throws(CloudError) -> [JSONObject] {
        let (rows, hasMore) = try cursor.take(page) { $0["instanceId"]?.identifier }
        if !hasMore { dropFilter() }
        return rows
    }

    private func dropFilter() {
        filters.removeLast()
        cursor = PageCursor(pageSize: cursor.pageSize)
    }

    /// One bad id must not hide the others.
    ///
    /// True when there is a way on.
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

/// Reads the pages of a list, as often as needed to be sure that no row is missing.
///
/// A row that is deleted between two pages moves every later row one place forward, and the first row of the next page onto a
/// page that was read already. So reading all pages once proves nothing, even if the count is right: a new row may replace
/// the missed row. The proof is this: a row that was seen before a page and again after it existed when that page was read.
/// If as many rows existed at that moment as the page's `totalCount` says, the list is completely known for that moment, so
/// no row that existed all the time is missing. This holds for every order of rows and every page size, since ids are not
/// used again.
///
/// A list on one page is known after one request; an unchanged list of n pages after 2n - 1: all pages, and all but the last
/// again.
struct PageCursor {
    /// The limit of passes over a list that changes, beyond which it is an error.
    static let passesMax = 6

    let pageSize: Int
    /// If false, the list ends after its last page.
    let provesLists: Bool
    private(set) var pageNumber = 1
    /// For each returned row, the number of the latest page that had it; pages are numbered over all passes, from 0.
    private var lastSeen: [String: Int] = [:]
    /// For each page that was read: the length of the list according to it, and the number of rows known to have existed
    /// then.
    private var moments: [(total: Int, known: Int)] = []
    /// The page at whose moment the list is completely known.
    private var completeAt: Int?
    /// The first page of this pass, and the number of rows that this pass has seen.
    private var pass = (start: 0, rowCount: 0)
    private var passCount = 0

    init(pageSize: Int, provesLists: Bool = true) {
        self.pageSize = pageSize
        self.provesLists = provesLists
    }

    /// The returned ids that are no longer in the list; known after the last page.
    var vanished: Set<String> {
        guard let completeAt else { return [] }
        return Set(lastSeen.lazy.filter { $0.value < completeAt }.map(\.key))
    }

    /// Returns the rows of a page that no earlier page had, and whether there are more pages to read.
    ///
    /// - Throws: If the list changes in every pass, or has fewer rows than its `totalCount`.
    mutating func take<Row>(
        _ page: Page<Row>, id: (Row) -> String?
    ) throws(CloudError) -> (rows: [Row], hasMore: Bool) {
        guard let total = page.totalCount else {
            throw .malformed("The answer does not say how long the list is.")
        }
        moments.append((total, 0))
        let rowCount = pass.rowCount
        let rows = page.rows.filter { row in id(row).map { note($0) } ?? false }
        pageNumber += 1
        completeAt = moments.lastIndex { $0.known == $0.total }
        if completeAt != nil { return (rows, false) }
        if !provesLists, pass.rowCount >= total || page.rows.isEmpty { return (rows, false) }
        if pass.rowCount >= total || pass.rowCount == rowCount { try beginPass(total: total) }
        return (rows, true)
    }

    /// Notes that the latest page has a row.
    /// - Returns: Whether no earlier page had it.
    private mutating func note(_ id: String) -> Bool {
        let now = moments.count - 1
        let before = lastSeen.updateValue(now, forKey: id)
        for moment in (before ?? now - 1) + 1..<now + 1 { moments[moment].known += 1 }
        if (before ?? -1) < pass.start { pass.rowCount += 1 }
        return before == nil
    }

    private mutating func beginPass(total: Int) throws(CloudError) {
        passCount += 1
        guard passCount < Self.passesMax else {
            throw pass.rowCount >= total
                ? .changingList(passes: passCount)
                : .malformed("The list ended after \(pass.rowCount) of \(total) rows.")
        }
        pass = (start: moments.count, rowCount: 0)
        pageNumber = 1
    }
}

extension CloudError {
    fileprivate static func changingList(passes: Int) -> CloudError {
        CloudError(
            .protocol, code: "LIST_CHANGES",
            message: "The list changed each of the \(passes) times that it was read, so rows may be missing.",
            retryable: true, hint: "Instances are being deleted; try again in a moment.")
    }
}

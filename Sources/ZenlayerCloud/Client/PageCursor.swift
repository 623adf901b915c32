/// Goes through the pages of a list, as often as it takes to be sure that no row is missing.
///
/// A row that is deleted between two pages moves every later row one place forward, and the first row of the next page into a
/// page that was read already. So a *pass* over several pages proves nothing by itself, not even where its count is right. It is
/// believed when the next pass finds all of its rows again: a deletion that hid a row has taken a row that the first pass had read.
/// A list on one page is read at one moment and needs no second pass. Rows that are created meanwhile hide nothing.
///
/// Rows are told apart by id. The server may give shorter pages than it was asked for.
struct PageCursor {
    /// How often a list is read before it is an error that it changes.
    static let passesMax = 6

    let pageSize: Int
    private(set) var pageNumber = 1
    /// The ids that were handed out, over all passes.
    private var given: Set<String> = []
    private var pass = Pass()
    /// The ids of the last pass, where it had as many rows as the list.
    private var lastPass: Set<String>?
    private var passCount = 0

    init(pageSize: Int) {
        self.pageSize = pageSize
    }

    /// The ids that were handed out and are in the list no more; known when there are no more pages.
    var vanished: Set<String> { given.subtracting(pass.ids) }

    /// The rows of a page that no earlier page had, and whether there are more pages to read.
    ///
    /// - Throws: Where the list changes in every pass, or never has as many rows as it is said to have.
    mutating func take<Row>(
        _ page: Page<Row>, id: (Row) -> String?
    ) throws(CloudError) -> (rows: [Row], hasMore: Bool) {
        guard let total = page.totalCount else {
            throw .malformed("The answer does not say how long the list is.")
        }
        let isPassOver = pass.take(page.rows.compactMap(id), total: total)
        let rows = page.rows.filter { row in id(row).map { given.insert($0).inserted } ?? false }
        pageNumber += 1
        if !isPassOver { return (rows, true) }
        if isComplete { return (rows, false) }
        try beginPass(total: total)
        return (rows, true)
    }

    private var isComplete: Bool {
        pass.isFull && (pass.pageCount == 1 || lastPass?.isSubset(of: pass.ids) ?? false)
    }

    private mutating func beginPass(total: Int) throws(CloudError) {
        passCount += 1
        guard passCount < Self.passesMax else {
            throw pass.isFull
                ? .changingList(passes: passCount)
                : .malformed("The list ended after \(pass.ids.count) of \(total) rows.")
        }
        lastPass = pass.isFull ? pass.ids : nil
        pass = Pass()
        pageNumber = 1
    }

    /// One reading of the list from its first page to its last.
    private struct Pass {
        var ids: Set<String> = []
        var pageCount = 0
        /// The shortest length that the list was said to have meanwhile.
        private var totalMin = Int.max

        /// Whether it has as many rows as the list had at some moment of the pass.
        var isFull: Bool { ids.count >= totalMin }

        /// - Returns: Whether the pass is over: all rows were seen, or a page has none that is new.
        mutating func take(_ page: [String], total: Int) -> Bool {
            let count = ids.count
            ids.formUnion(page)
            pageCount += 1
            totalMin = min(totalMin, total)
            return ids.count >= total || ids.count == count
        }
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

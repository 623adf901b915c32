/// Goes through the pages of a list until all of it was seen.
///
/// Rows are told apart by id: a list that changes meanwhile repeats some, a server may give shorter pages than it was asked
/// for, and one that repeats itself must not be asked for ever.
struct PageCursor {
    let pageSize: Int
    private(set) var pageNumber = 1
    private var seen: Set<String> = []

    init(pageSize: Int) {
        self.pageSize = pageSize
    }

    /// The rows of a page that no earlier one had, and whether there are more pages.
    mutating func take<Row>(_ page: Page<Row>, id: (Row) -> String?) -> (rows: [Row], hasMore: Bool) {
        let rows = page.rows.filter { row in id(row).map { seen.insert($0).inserted } ?? false }
        pageNumber += 1
        let isComplete = page.totalCount.map { seen.count >= $0 } ?? (page.rows.count < pageSize)
        return (rows, !rows.isEmpty && !isComplete)
    }
}

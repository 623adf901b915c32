/// Goes through the pages of a list until all of it was seen.
///
/// Rows are told apart by id: a list that changes meanwhile repeats some and hides others, a server may give shorter pages than
/// it was asked for, and one that repeats itself must not be asked for ever.
struct PageCursor {
    let pageSize: Int
    private(set) var pageNumber = 1
    private var seen: Set<String> = []
    /// How many pages the first look took; nil until it has ended before all was seen.
    private var pagesOfFirstLook: Int?

    init(pageSize: Int) {
        self.pageSize = pageSize
    }

    /// The rows of a page that no earlier one had, and whether there are more pages.
    ///
    /// Throws where the list has ended twice before all of what it is said to hold: nobody knows what is missing.
    mutating func take<Row>(
        _ page: Page<Row>, id: (Row) -> String?
    ) throws(CloudError) -> (rows: [Row], hasMore: Bool) {
        let rows = page.rows.filter { row in id(row).map { seen.insert($0).inserted } ?? false }
        pageNumber += 1
        guard let total = page.totalCount else {
            throw .malformed("The answer does not say how long the list is.")
        }
        if seen.count >= total { return (rows, false) }
        if rows.isEmpty { try lookFurther(total: total, isPastEnd: page.rows.isEmpty) }
        return (rows, true)
    }

    /// An instance that goes from an earlier page moves one of the next page into it, where nobody looks: so all is read again.
    private mutating func lookFurther(total: Int, isPastEnd: Bool) throws(CloudError) {
        guard let pages = pagesOfFirstLook else {
            pagesOfFirstLook = pageNumber
            pageNumber = 1
            return
        }
        if isPastEnd || pageNumber >= pages {
            throw .malformed("The list ended after \(seen.count) of \(total).")
        }
    }
}

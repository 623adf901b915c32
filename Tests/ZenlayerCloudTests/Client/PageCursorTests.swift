import Basics
import Testing

@testable import ZenlayerCloud

struct PageCursorTests {
    private func take(
        _ cursor: inout PageCursor, _ rows: [String], total: Int?
    ) throws(CloudError) -> [String] {
        let (rows, hasMore) = try cursor.take(Page(rows: rows, totalCount: total)) { $0 }
        return rows + (hasMore ? ["…"] : [])
    }

    @Test func oneFullPageNeedsNoSecondLook() throws {
        var cursor = PageCursor(pageSize: 100)
        #expect(try take(&cursor, ["a", "b"], total: 2) == ["a", "b"])
    }

    @Test func aShortPageIsNotTheEndWhenTheTotalSaysSo() throws {
        var cursor = PageCursor(pageSize: 100)
        #expect(try take(&cursor, ["a"], total: 2) == ["a", "…"])
        #expect(cursor.pageNumber == 2)
        #expect(try take(&cursor, ["b"], total: 2) == ["b", "…"])
        #expect(cursor.pageNumber == 1, "a second look at the first page proves that nothing was hidden")
        #expect(try take(&cursor, ["a"], total: 2) == [])
    }

    /// In each pass `x` is created before the second page and deleted after it, and `z` is created at the end.
    @Test func aRowThatIsCreatedAndDeletedBetweenPagesHidesNone() throws {
        var cursor = PageCursor(pageSize: 2), seen: Set<String> = [],
            pages = [
                (["a", "b"], 6), (["b", "d"], 7), (["e", "f"], 6), (["z"], 7),
                (["a", "b"], 7), (["b", "d"], 8), (["e", "f"], 7), (["z", "y"], 8),
            ].makeIterator()
        while let (rows, total) = pages.next() {
            let (new, hasMore) = try cursor.take(Page(rows: rows, totalCount: total)) { $0 }
            seen.formUnion(new)
            #expect(hasMore || seen.contains("c"), "c existed all the time")
        }
    }

    @Test func anAnswerWithoutATotalIsNotAnEmptyFleet() {
        var cursor = PageCursor(pageSize: 2)
        #expect(throws: CloudError.self) { try take(&cursor, [], total: nil) }
    }

    /// `a` is deleted after the first page and `g` is created: the count is right, and `c` was never seen.
    @Test func anInstanceHiddenByADeletionIsFound() throws {
        var cursor = PageCursor(pageSize: 2)
        #expect(try take(&cursor, ["a", "b"], total: 6) == ["a", "b", "…"])
        #expect(try take(&cursor, ["d", "e"], total: 6) == ["d", "e", "…"])
        #expect(try take(&cursor, ["f", "g"], total: 6) == ["f", "g", "…"])
        #expect(try take(&cursor, ["b", "c"], total: 6) == ["c", "…"])
        #expect(try take(&cursor, ["d", "e"], total: 6) == ["…"])
        #expect(try take(&cursor, ["f", "g"], total: 6) == [])
        #expect(cursor.vanished == ["a"])
    }

    @Test func aServerThatRepeatsItselfIsNotAskedForEver() {
        var cursor = PageCursor(pageSize: 1)
        #expect(throws: CloudError.self) {
            for _ in 0..<100 { _ = try take(&cursor, ["a"], total: 9) }
        }
    }

    @Test func aListThatShrinksInEveryPassIsAnError() {
        var cursor = PageCursor(pageSize: 2), rows = ids(40)
        let error = #expect(throws: CloudError.self) {
            for _ in 0..<100 {
                rows.removeFirst()
                let page = rows.dropFirst(2 * (cursor.pageNumber - 1)).prefix(2)
                _ = try take(&cursor, Array(page), total: rows.count)
            }
        }
        #expect(error?.code == "LIST_CHANGES" || error?.code == "MALFORMED_ANSWER")
    }
}

/// Lists that change while they are read, drawn from a seed: instances are deleted and created, rows are left out of a page.
struct ChangingListTests {
    private struct List {
        var rows: [String]
        var generator: SplitMix64
        var created = 0
        var deleted: Set<String> = []
        /// The server's limit of rows per page.
        let cap: Int
        let deletes: Bool, creates: Bool, omits: Bool

        init(seed: UInt64) {
            generator = SplitMix64(seed: seed)
            rows = ids(Int.random(in: 0...12, using: &generator))
            cap = Int.random(in: 1...8, using: &generator)
            deletes = Bool.random(using: &generator)
            creates = Bool.random(using: &generator)
            omits = Int.random(in: 0..<4, using: &generator) == 0
        }

        private mutating func happens() -> Bool { Int.random(in: 0..<6, using: &generator) == 0 }

        mutating func page(_ cursor: PageCursor) -> Page<String> {
            if deletes, happens(), !rows.isEmpty {
                deleted.insert(rows.remove(at: Int.random(in: 0..<rows.count, using: &generator)))
            }
            if creates, happens() {
                created += 1
                let place = Int.random(in: 0...rows.count, using: &generator)
                rows.insert("new-\(created)", at: place)
            }
            let size = min(cap, cursor.pageSize)
            var page = Array(rows.dropFirst(size * (cursor.pageNumber - 1)).prefix(size))
            if omits, happens(), !page.isEmpty {
                page.remove(at: Int.random(in: 0..<page.count, using: &generator))
            }
            return Page(rows: page, totalCount: rows.count)
        }
    }

    @Test func whatExistedAllTheTimeIsThereOrTheListIsAnError() {
        var whole = 0
        for seed in 1...20_000 as ClosedRange<UInt64> {
            var list = List(seed: seed), cursor = PageCursor(pageSize: 5), seen: Set<String> = []
            let before = list.rows
            guard (try? readAll(&list, &cursor, &seen)) != nil else { continue }
            whole += 1
            let missing = before.filter { !list.deleted.contains($0) && !seen.contains($0) }
            #expect(missing.isEmpty, "seed \(seed)")
            #expect(
                seen.subtracting(cursor.vanished).isDisjoint(with: list.deleted.intersection(cursor.vanished))
            )
        }
        #expect(whole > 10_000, "most lists can be read")
    }

    private func readAll(_ list: inout List, _ cursor: inout PageCursor, _ seen: inout Set<String>) throws {
        while true {
            let (rows, hasMore) = try cursor.take(list.page(cursor)) { $0 }
            seen.formUnion(rows)
            if !hasMore { return }
        }
    }
}

/// Finds the known name that a misspelled word may stand for.
public enum NearestName {
    /// The nearest of `names`, if it is near enough to be a typing error.
    public static func find(_ word: String, among names: [String]) -> String? {
        let limit = word.utf8.count <= 3 ? 1 : word.utf8.count <= 8 ? 2 : 3
        let ranked = names.map { (distance: distance(word, $0), name: $0) }
        let nearest = ranked.min { ($0.distance, $0.name) < ($1.distance, $1.name) }
        guard let nearest, nearest.distance <= limit else { return nil }
        return nearest.name
    }

    /// Returns ` (did you mean 'x'?)`, or an empty text if no name is near enough.
    public static func hint(for word: String, among names: [String]) -> String {
        find(word, among: names).map { " (did you mean '\($0)'?)" } ?? ""
    }

    /// Returns the hint, or the names if no name is near and there are few: `; it has http, tcp`.
    public static func hintOrList(for word: String, among names: [String]) -> String {
        let hint = hint(for: word, among: names)
        guard hint.isEmpty, (1...listed).contains(names.count) else { return hint }
        return "; it has \(names.joined(separator: ", "))"
    }

    /// The most names that a message lists.
    private static let listed = 18

    /// The number of edits (insert, delete, replace, swap of neighbours) that turn one word into the other.
    static func distance(_ left: String, _ right: String) -> Int {
        let a = Array(left.utf8), b = Array(right.utf8)
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                    best = min(best, beforeLast[j - 1] + 1)
                }
                row.append(best)
            }
            (beforeLast, last) = (last, row)
        }
        return last[b.count]
    }
}

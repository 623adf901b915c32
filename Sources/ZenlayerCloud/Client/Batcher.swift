/// Splits lists of ids into requests.
enum Batcher {
    /// The limit of ids in one request of the service `zec`.
    static let sizeMax = 100
    /// The limit of ids in one request of the service `zos`.
    static let commandSizeMax = 200

    /// Consecutive pieces of at most `size` ids.
    static func chunks(_ ids: [String], size: Int = sizeMax) -> [[String]] {
        stride(from: 0, to: ids.count, by: size).map { Array(ids[$0..<min($0 + size, ids.count)]) }
    }

    /// The two halves of a batch that was refused as a whole, if one of its ids may be the reason; nil otherwise.
    ///
    /// Halving again and again soon isolates a single bad id.
    ///
    /// Only for reads and for commands that may run twice: a refused batch may have been carried out in part.
    static func halves(_ ids: [String], refusedWith error: CloudError) -> [[String]]? {
        guard ids.count > 1, mayConcernOneInstance(error) else { return nil }
        return chunks(ids, size: (ids.count + 1) / 2)
    }

    /// Whether the reason may be one of the instances, and not permission, limits or the account.
    static func mayConcernOneInstance(_ error: CloudError) -> Bool {
        guard error.kind == .api else { return false }
        return error.code.contains("INSTANCE") || error.code.contains("RESOURCE")
            || error.code.hasPrefix("INVALID_PARAMETER")
    }
}

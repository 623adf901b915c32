/// The id of an instance as the key of a dictionary: the ids of the cloud are numbers, which need no text.
enum InstanceKey: Hashable {
    case number(UInt64)
    case text(String)

    /// A number has at most this many digits and no leading zero, so that no two ids have the same key.
    private static let digitsMax = 19

    init(_ id: some Collection<UInt8>) {
        var number: UInt64 = 0
        for byte in id {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), id.count <= Self.digitsMax else {
                self = .text(String(decoding: id, as: UTF8.self))
                return
            }
            number = number * 10 + UInt64(byte - UInt8(ascii: "0"))
        }
        let isNumber = id.first.map { $0 != UInt8(ascii: "0") } ?? false
        self = isNumber ? .number(number) : .text(String(decoding: id, as: UTF8.self))
    }
}

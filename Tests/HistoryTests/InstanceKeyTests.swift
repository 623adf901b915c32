import Testing

@testable import History

@Suite struct InstanceKeyTests {
    @Test(
        arguments: [
            ("5870492317640928557", 5_870_492_317_640_928_557),
            ("9999999999999999999", 9_999_999_999_999_999_999), ("7", 7),
        ] as [(String, UInt64)])
    func anIDOfTheCloudIsANumber(id: String, number: UInt64) {
        #expect(InstanceKey(id.utf8) == .number(number))
    }

    /// Two ids never have the same key.
    @Test(arguments: ["", "0", "07", "i-1", "1a", "-1", "18446744073709551616", "٣"])
    func everyOtherIDIsAText(id: String) {
        #expect(InstanceKey(id.utf8) == .text(id))
    }
}

import Basics
import Rolling
import TestSupport
import Testing

/// Durations and counts as people read them.
@Suite struct TextTests {
    @Test func aDurationReadsTheSameInLuaAndInSwift() throws {
        let edges: [Double] = [
            0, 0.0004, 0.25, 0.9994, 0.9996, 1, 4.24, 59.94, 59.96, 60, 3599.4, 3599.6, 172799, 172800, 1e9,
        ]
        var seconds = edges
        for index in 0..<300 {
            let drawn = Double((index * 7919 + 13) % 10007)
            seconds.append(index % 3 == 0 ? drawn * 0.01 : drawn * 41.3)
        }
        let list = seconds.map { "\($0)" }.joined(separator: ", ")
        let story = "for _, seconds in ipairs { \(list) } do print(text.duration(seconds)) end"
        let expected = seconds.map { DurationText.describe(.nanoseconds(Int64(($0 * 1e9).rounded()))) }
        #expect(try core("text", story) == expected)
    }

    @Test func aDurationIsRoundedIntoTheNextUnit() throws {
        #expect(try core("text", "print(text.duration(0.9996), text.duration(59.96))") == ["1s\t1m"])
    }

    @Test func oneInstanceIsNotPlural() throws {
        let story = """
            print(text.count(1, "instance"), text.count(0, "instance"), text.count(3, "instance"))
            """
        #expect(try core("text", story) == ["1 instance\t0 instances\t3 instances"])
    }
}

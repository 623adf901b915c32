import Basics
import Testing

@testable import ScriptRuntime

@Suite struct TimerHeapTests {
    @Test func equalDeadlinesWakeInTheOrderInWhichTheyWereSet() {
        var heap = TimerHeap<Int>()
        for target in [3, 1, 2] { heap.insert(target, at: .seconds(5)) }
        heap.insert(0, at: .seconds(1))
        var woken: [Int] = []
        while let target = heap.popDue(.seconds(5)) { woken.append(target) }
        #expect(woken == [0, 3, 1, 2])
    }

    @Test func nothingIsDueBeforeItsTime() {
        var heap = TimerHeap<Int>()
        heap.insert(1, at: .seconds(5))
        #expect(heap.popDue(.milliseconds(4999)) == nil)
        #expect(heap.nextDeadline == .seconds(5))
    }

    @Test func housekeepingKeepsNothingAlive() {
        var heap = TimerHeap<Int>()
        heap.insert(1, at: .seconds(5), isBackground: true)
        #expect(heap.foregroundCount == 0)
        heap.insert(2, at: .seconds(6))
        heap.dropStale { $0 < 3 }
        #expect(heap.foregroundCount == 0)
        #expect(heap.nextDeadline == nil)
    }
}

import Testing

@testable import ScriptRuntime

@Suite struct TaskTableTests {
    /// Task 0 is the parent of 1 and 2; task 1 is the parent of 3.
    private func family() -> TaskTable {
        var table = TaskTable()
        table.insert(slot: 0, serial: 1, name: "root", parent: nil)
        table.insert(slot: 1, serial: 2, name: nil, parent: 0)
        table.insert(slot: 2, serial: 3, name: nil, parent: 0)
        table.insert(slot: 3, serial: 4, name: nil, parent: 1)
        for slot: UInt32 in 0...3 { table[slot].phase = .waiting }
        return table
    }

    @Test func cancellingReachesAllDescendants() {
        var table = family()
        #expect(table.cancel(0, .exit) == [0, 1, 2, 3])
        #expect(table.live.allSatisfy { table[$0].mustEnd })
    }

    @Test func aShieldKeepsCancellationFromATaskAndItsChildren() {
        var table = family()
        table[1].shields = 1
        #expect(table.cancel(0, .exit) == [0, 2])
        #expect(table[1].cancellation == .exit)
        #expect(!table[1].mustEnd)
        #expect(table[3].cancellation == nil)
    }

    @Test func aWriteUnderWayIsNotInterrupted() {
        var table = family()
        table[2].wait.mustSettle = true
        #expect(table.cancel(0, .exit) == [0, 1, 3])
        #expect(table[2].mustEnd)
    }

    @Test func removingATaskFromTheMiddleLeavesItsSiblings() {
        var table = family()
        table.insert(slot: 4, serial: 5, name: nil, parent: 0)
        table.remove(2)
        #expect(table.children(of: 0) == [1, 4])
        #expect(table.liveCount == 4)
        table.remove(4)
        #expect(table.children(of: 0) == [1])
    }

    @Test func theChildrenOfADissolvedTaskBelongToItsParent() {
        var table = TaskTable()
        for (slot, parent) in [(0, nil), (1, 0), (2, 0), (3, 0), (4, 2), (5, 2)] as [(UInt32, UInt32?)] {
            table.insert(slot: slot, serial: UInt64(slot) + 1, name: nil, parent: parent)
        }
        table.dissolve(2)
        #expect(table.children(of: 0) == [1, 4, 5, 3])
        #expect(table.parent(of: 5) == 0)
        for slot: UInt32 in [4, 1, 3] { table.remove(slot) }
        #expect(table.children(of: 0) == [5])
        #expect(table.liveCount == 2)
    }
}

import Basics
import Journal
import Testing

@testable import JournalSQLite

@Suite struct CommitScheduleTests {
    private var schedule = CommitSchedule()

    @Test mutating func observationsWaitASecondTogether() {
        schedule.add(makeEntry(1), at: .start)
        schedule.add(makeEntry(2), at: .milliseconds(400))
        #expect(schedule.patience(at: .milliseconds(400)) == .milliseconds(600))
        #expect(schedule.takeDue(at: .milliseconds(999)).isEmpty)
        #expect(schedule.takeDue(at: .seconds(1)).map(\.sequence) == [1, 2])
        #expect(schedule.patience(at: .seconds(1)) == nil)
    }

    @Test mutating func anEventThatAnEffectWaitsForTakesAllOthersAlong() {
        schedule.add(makeEntry(1), at: .start)
        schedule.add(makeEntry(2, isAwaited: true), at: .milliseconds(1))
        schedule.add(makeEntry(3), at: .milliseconds(1))
        #expect(schedule.patience(at: .milliseconds(1)) == .zero)
        #expect(schedule.takeDue(at: .milliseconds(1)).map(\.sequence) == [1, 2, 3])
    }
}

import Testing

@testable import zecscript

/// What a program says that a second signal ends at once.
@Suite struct RollsUnderWayTests {
    @Test func aProgramWithoutARollSaysNothing() {
        let rolls = RollsUnderWay(state: nil)
        #expect(rolls.lastWords == nil)
        rolls.add("web", canBeResumed: true)
        rolls.remove("web")
        #expect(rolls.lastWords == nil)
    }

    @Test func eachRollIsNamedWithTheCommandsThatGoOn() {
        let rolls = RollsUnderWay(state: "/srv/state")
        rolls.add("web servers", canBeResumed: true)
        rolls.add("typed", canBeResumed: false)
        #expect(
            rolls.lastWords == """
                zecscript: ended at once, without waiting for the reboots in flight
                  to see what is in flight: zecscript show 'web servers' --state /srv/state
                  to go on: zecscript resume 'web servers' --state /srv/state
                  to see what is in flight: zecscript show typed --state /srv/state

                """)
    }
}

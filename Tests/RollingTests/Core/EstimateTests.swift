import Basics
import Rolling
import TestSupport
import Testing

/// How long a roll takes.
@Suite struct EstimateTests {
    /// Ten instances, one and then three at a time; the plan guesses 70 s for each batch, and bakes for 30 s.
    private let night =
        "local night = roll(10, { batch_size = { 1, 3 }, max_unavailable = 3, bake_time = 30 })\n"

    private func left(_ story: String, planned: String = "4") throws -> [String] {
        let last = "print(estimate.left(night.spec, night.state, \(planned), night.now))"
        return try core("estimate", night + story + "\n" + last)
    }

    @Test func itStartsFromThePlan() throws {
        let story = """
            local waves = { { 1 }, { 1, 2, 3 }, { 1, 2, 3 }, { 1, 2, 3 } }
            print(select(2, estimate.of_waves(night.spec, waves)))
            """
        #expect(try left(story) == ["400", "400"])
    }

    @Test func whatWasMeasuredCorrectsIt() throws {
        // The first instance took 60 s and has been baked.
        let story = """
            night:bring("i-1", "done")
            night:append { kind = "waiting", reason = "bake", wait_until = 30 } night:at(30)
            night:append { kind = "waited" }
            """
        #expect(try left(story) == ["270"])
    }

    @Test func aBatchUnderWayTakesWhatIsLeftOfItsTime() throws {
        #expect(try left(#"night:bring("i-1", "accepted") night:at(50)"#) == ["350"])
        #expect(try left(#"night:bring("i-1", "accepted") night:at(500)"#) == ["330"])
    }

    @Test func aWatchTakesWhatIsLeftOfIt() throws {
        let story = """
            night:bring("i-1", "done")
            night:append { kind = "waiting", reason = "bake", wait_until = 30 } night:at(10)
            """
        #expect(try left(story) == ["290"])
    }

    @Test func nobodyKnowsHowLongAnApprovalTakes() throws {
        let story = """
            night:append { kind = "question", subject = "failures", text = "1 failure", wait_until = 60 }
            """
        #expect(try left(story) == ["nil"])
    }

    @Test func limitsOfGroupsMakeMoreBatches() throws {
        #expect(try left("", planned: "8") == ["800"])
        #expect(try left("", planned: "nil") == ["400"])
    }

    @Test func ofAStoppedRollOnlyWhatIsUnderWayIsLeft() throws {
        let story = """
            night:bring("i-1", "accepted") night:at(50)
            night:append { kind = "stopping", by = "signal", text = "for a test" }
            """
        #expect(try left(story) == ["20"])
    }

    @Test func theBatchesAreCounted() throws {
        let story = """
            print(estimate.batches(night.spec, night.state, 4))
            night:bring("i-1", "done")
            print(estimate.batches(night.spec, night.state, 4))
            night:bring("i-2", "accepted")
            print(estimate.batches(night.spec, night.state, 4))
            """
        #expect(try core("estimate", night + story) == ["1\t4", "2\t4", "2\t5"])
    }
}

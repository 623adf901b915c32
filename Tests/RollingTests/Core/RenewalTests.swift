import Basics
import Rolling
import TestSupport
import Testing

/// The parts of a roll's state that a new process keeps, and the parts that it ends.
@Suite struct RenewalTests {
    private let helpers = """
        local function begin(night, life) return night:append { kind = "begun", life = life or 2 } end
        local function stop(night, by)
            night:append { kind = "stopping", by = by or "window", text = "for a test" }
            for _, row in ipairs(night.state.rows) do
                if row.step == "planned" then
                    night:append { kind = "ended", id = row.id, outcome = "not_started", reason = "for a test" }
                end
            end
            return night:append { kind = "closed", exit_code = 7, left = "open" }
        end
        local function queued(night)
            local list, position = {}, night.state.queue:next()
            while position do
                list[#list + 1] = position
                position = night.state.queue:next(position)
            end
            return table.concat(list, " ")
        end

        """

    @Test func instancesThatWereNotStartedArePlannedAgainInTheOrderOfThePlan() throws {
        let story = """
            local night = begin(stop(roll(4):bring("i-1", "done")))
            print(night:row "i-1".step, night:row "i-3".step, queued(night))
            print(night.state.headcount:at "planned", night.state.headcount:at "not_started")
            """
        #expect(try core("renewal", helpers + story) == ["done\tplanned\t2 3 4", "3\t0"])
    }

    @Test func aSkippedInstanceIsAskedAboutAgainUnlessItIsGone() throws {
        let story = """
            local night = roll(2):bring("i-1", "skipped"):bring("i-2", "skipped")
            begin(night:append { kind = "inventory", id = "i-2", gone = true })
            print(night:row "i-1".step, night:row "i-2".step)
            """
        #expect(try core("renewal", helpers + story) == ["planned\tskipped"])
    }

    @Test func anInstanceThatWasOnlyChosenIsChosenAnew() throws {
        let story = """
            local night = roll(3, { max_unavailable = 3 }):append { kind = "chosen", ids = { "i-1", "i-2" }, batch = 1 }
            begin(night)
            print(queued(night), night.state.headcount.busy, night:row "i-1".is_reserved)
            night.view.looked_at = 0
            tell(night:decide())
            """
        #expect(try core("renewal", helpers + story) == ["1 2 3\t0\tnil", "events=[batch_over{batch=1}]"])
    }

    @Test func theStopTheQuestionAndTheWaitOfTheLastLifeAreOver() throws {
        let story = """
            local night = roll(2):append { kind = "waiting", reason = "room", text = "full", since = 0, wait_until = 9 }
            night:append { kind = "question", subject = "failures", text = "1 failed", count = 1, wait_until = 9 }
            begin(stop(night))
            local state = night.state
            print(state.stopped, state.question, state.waiting, state.no_room_since, state.exit_code, state.left)
            """
        #expect(try core("renewal", helpers + story) == ["nil\tnil\tnil\tnil\tnil\tnil"])
    }

    @Test func failuresAreCountedOverAllLives() throws {
        let story = """
            local night = roll(4, { max_failures = 2 }):bring("i-1", "failed")
            begin(night, 2):bring("i-2", "failed")
            print(night.state.tally.failures, night:objection() and night:objection().stop)
            begin(night, 3):bring("i-3", "failed")
            print(night.state.tally.failures, night:objection().stop)
            """
        #expect(try core("renewal", helpers + story) == ["2\tnil", "3\tfailures"])
    }

    @Test func aWatchOfTheCanaryThatWasCutOffBeginsAnew() throws {
        let story = """
            local night = roll(3, { canary = { size = 1, bake_time = 60 } }):bring("i-1", "done")
            night:take(night:decide()):at(20)
            tell(begin(night):look():decide())
            night.view.looked_at = 20
            tell(night:decide())
            """
        #expect(
            try core("renewal", helpers + story) == [
                "keep=5 needs=look", "events=[waiting{reason=canary wait_until=80}]",
            ])
    }

    @Test func anApprovalOfTheCanaryThatNobodyGaveIsAskedForAgainForTheRestOfItsTime() throws {
        let story = """
            local night = roll(3, { canary = { size = 1, bake_time = 60, approve = "ok" } }):bring("i-1", "done")
            night:take(night:decide()):at(60)
            night:take(night:decide()):look():take(night:decide())
            print(night.state.question.subject)
            begin(night:at(100)):look()
            night.view.looked_at = 100
            tell(night:decide())
            """
        let lines = try core("renewal", helpers + story)
        #expect(
            lines == [
                "canary",
                "events=[canary{passed=false} question{number=14 subject=canary text=the canary is healthy wait_until=3660}]",
            ])
    }

    @Test func aQuestionWhoseTimeIsOverIsAskedForAMinute() throws {
        let story = """
            local options = { max_failures = 0, approve = "ok", on_failure = "pause", pause_timeout = 600 }
            local night = roll(4, options):bring("i-1", "failed")
            night:take(night:decide()):at(5000)
            begin(night):look()
            night.view.looked_at = 5000
            tell(night:decide())
            """
        let lines = try core("renewal", helpers + story)
        #expect(lines.count == 1 && lines[0].hasPrefix("events=[question{count=1 number=8 subject=failures "))
        #expect(lines.last?.hasSuffix("wait_until=5060}]") == true)
    }

    @Test func aLifeThatEndsNoInstanceIsCountedUntilOneEnds() throws {
        let story = """
            local night = roll(3):append { kind = "begun", life = 1 }
            local function count() print(night.state.lives_without_outcome) end
            begin(night, 2) begin(night, 3) count()
            night:bring("i-1", "done") count()
            begin(stop(night, "signal"), 4) count()
            """
        #expect(try core("renewal", helpers + story) == ["3", "0", "1"])
    }

    @Test func aLifeThatFindsTheWindowClosedIsNotCounted() throws {
        let story = """
            local night = roll(3):append { kind = "begun", life = 1 }
            stop(night, "window")
            print(night.state.lives_without_outcome)
            """
        #expect(try core("renewal", helpers + story) == ["0"])
    }

    @Test func theDeadlineCountsFromTheBeginningOfTheLife() throws {
        let story = """
            local night = roll(2, { deadline = 100 }):at(150)
            print(night:objection().stop)
            begin(night)
            print(night:objection())
            """
        #expect(try core("renewal", helpers + story) == ["deadline", "nil"])
    }

    @Test func theTimeBetweenTwoLivesIsNoMeasurement() throws {
        let story = """
            local night = roll(3):bring("i-1", "returning")
            begin(night:at(9000))
            night:append { kind = "returned", id = "i-1", took = 8990, verify_by = 9100 }
            print(night.state.boots.count)
            """
        #expect(try core("renewal", helpers + story) == ["0"])
    }

    /// The count of retries goes on over all processes; it begins again for instances that the operator asks
    /// to retry.
    @Test func howOftenAnInstanceWasTriedStaysUnlessTheOperatorWantsItAnew() throws {
        let story = """
            local night = roll(2):bring("i-1", "failed"):bring("i-2", "skipped")
            night:row "i-1".retries, night:row "i-2".retries = 1, 1
            night.state.forgiven = 1
            night:append { kind = "begun", life = 2, retry = { "failed" } }
            print(night:row "i-1".step, night:row "i-1".retries, night:row "i-2".retries)
            print(night.state.tally.failures, night.state.forgiven)
            """
        #expect(try core("renewal", helpers + story) == ["planned\t0\t1", "0\t0"])
    }
}

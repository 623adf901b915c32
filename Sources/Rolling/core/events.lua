-- The events of a roll: everything that the journal keeps about it. The state of a roll follows from its
-- events, in their order.
--
-- Every event has `kind`, `seq` (1, 2, 3 …), `at` (seconds on the monotonic clock of the process) and `time`
-- (seconds since 1970 UTC). All other fields are declared here: texts, numbers, booleans, and lists of these
-- types. Instances are named by id. An event that is *awaited* is durable before its effect on the world
-- begins. Each process has a clock of its own: `core/lives` converts the times of earlier processes to the
-- clock of the present process.

local events = {}

local kinds = {
    -- MARK: The roll

    opened = {
        "The roll begins.", name = "What the roll is called.", plan = "The hash of its plan.",
        ids = "The instances in the order of the plan.", names = "Their names.", groups = "Their groups.",
        wait = "How long nothing is begun, by chance, in seconds.",
        selection = "The selection as it was written, one line for each option.",
    },
    begun = {
        "A life begins: a process takes up the roll.", life = "Its number, from 1.",
        hostname = "The host on which the process runs.", pid = "The number of the process.",
        script = "The path of the script, where it has one.",
        script_hash = "The SHA-256 of the script, where it can be read.",
        access_key = "The SHA-256 of the access key's id, where there is an access key.",
        options = "The options of the roll, one line each.",
        retry = "The outcomes whose instances are tried again: `failed`, `uncertain`.",
        words = "The words of the command line, without the program.",
        directory = "The folder in which the process began.",
    },
    waiting = {
        "Nothing is begun for a while, or until something holds.",
        reason = "`jitter`, `window`, `blockers`, `room`, `bake`, `canary`, or `unanswered` for requests.",
        text = "Why, in words.",
        wait_until = "Until when at most, on the clock of `at`.",
        since = "For room: when it was first missing, in seconds in which the window was open.",
    },
    waited = { "The wait that was begun last is over." },
    question = {
        "Approval is needed.", subject = "`failures`, `checkpoint` or `canary`.",
        text = "What is to be approved.",
        count = "Failures to be let pass, or done instances of the checkpoint.",
        wait_until = "Until when an answer is waited for.",
        number = "The event by which an earlier process has asked the same; absent where none has.",
    },
    answer = {
        "A question is over.", subject = "As asked.", count = "As asked.",
        approved = "Whether the roll goes on.", by = "`file`, `function`, or `timeout` where no answer came.",
    },
    canary = { "The canary was watched, and is well.", passed = "Whether it needs no approval, or has it." },
    stopping = {
        "Nothing is begun any more; what is in flight is finished.",
        by = "`failures`, `deadline`, `window`, `blocked`, `checkpoint`, `signal`, `cancelled`, "
            .. "`error`, `journal` where it keeps no event any more, "
            .. "or `new` where a new campaign takes its place.",
        text = "Why, in words.",
    },
    note = {
        "Something that explains a decision.", text = "It, in words.",
        stalled = "Whether the roll makes no progress.",
    },
    closed = {
        "The process is through with the roll.", exit_code = "As of the program.",
        left = "`open`: another process goes on with it; `held`: only where that is asked for; or `closed`.",
    },

    -- MARK: A batch

    chosen = {
        "Instances take room for their reboot.", ids = "Which.", batch = "The number of their batch, from 1.",
    },
    released = { "Instances that were chosen wait for another turn.", ids = "Which." },
    draining = { "The script takes instances out of load.", awaited = true, ids = "Which." },
    intent = {
        "A reboot is about to be asked for.", awaited = true, ids = "Of which instances.",
        batch = "The number of their batch.",
        before = "What is to differ afterwards, by position; false where it is unknown.",
        problems = "Why it is unknown, by position; false where no more is known.",
        send_by = "When the request is not sent any more, on the clock of `at`.",
        down = "How many are down then.", next_at = "The earliest time for the next part of the batch.",
    },
    withdrawn = { "The reboot is not asked for after all.", ids = "Of which instances.", reason = "Why." },
    answered = {
        "The cloud has answered a request to reboot, or no answer came.",
        ids = "Which instances it is about.",
        answer = "`accepted`, `refused` or `unknown`.", reason = "What the cloud said.",
        retryable = "Whether a refused instance may be asked for again.",
        found = "Whether an earlier process has asked: only evidence can tell what became of the request.",
    },
    batch_over = {
        "No instance of a batch is under way any more.", batch = "Its number.",
        lack = "Why no instance was requested, if there was no room.",
    },

    -- MARK: An instance

    drained = {
        "An instance takes no load.", id = "Which.", reason = "Why it goes on without that, where it failed.",
    },
    departed = {
        "An instance was seen leaving RUNNING, or is proven to have rebooted.", id = "Which.",
        proof = "What proves it: `boot_id`, `uptime`, `function`; absent where its status left RUNNING.",
        after = "The value that differs.", reason = "Why it is believed without either.",
    },
    forced = {
        "A second reboot, by force, is about to be asked for.", awaited = true, id = "Of which instance.",
        reason = "Why.", send_by = "When the request is not sent any more.",
        return_by = "When it must be back.",
    },
    returned = {
        "An instance is RUNNING again.", id = "Which.",
        took = "Seconds from its request until it was seen away last; until now where it never was.",
        verify_by = "When the proof of its reboot must be there.",
    },
    proven = {
        "The reboot of an instance counts.", id = "Which.", proof = "By what.",
        healthy_by = "When it must be well.",
    },
    health = { "A health check has decided.", id = "Of which instance.", well = "Whether it was well.",
        well_until = "How long it must stay well." },
    unwell_seen = { "A health check failed for the first time.", id = "Of which instance." },
    undraining = {
        "The script puts instances back into load.", awaited = true, ids = "Which.",
        outcome = "Their next step after that.", reason = "Why.", excused = "As of `ended`.",
        retried = "As of `requeued`.",
    },
    undrained = { "An instance takes load again.", id = "Which." },
    requeued = { "An instance waits for another turn.", id = "Which.", reason = "Why.",
        retried = "Whether an unknown answer is tried again, after proof that nothing happened." },
    ended = {
        "What has become of an instance.", id = "Which.",
        outcome = "`done`, `failed`, `uncertain`, `skipped` or `not_started`.",
        reason = "Why.", excused = "Whether the script wanted it left out.",
        took = "Seconds since its request, where it is done.",
        batch = "The batch in which it was tried.",
        restored = "Why it keeps its earlier result: its retry was `put_off` or `given_up`.",
    },
    inventory = {
        "A look shows what becomes of room.", id = "Of which instance.",
        gone = "Whether the cloud knows it no more.",
        well = "Whether an instance that ended badly is well again.",
    },
}

events.kinds = kinds

-- The fields that are times on the clock of `at`. No other number is on that clock.
events.times = {
    "at", "wait_until", "send_by", "next_at", "return_by", "verify_by", "healthy_by", "well_until",
}

-- Whether an event must be durable before its effect begins. The `begun` of the first life becomes durable
-- with the first effect; a later life repeats effects at once, so that its `begun` is awaited.
function events.is_awaited(event)
    return kinds[event.kind].awaited == true or event.kind == "begun" and event.life ~= nil and event.life > 1
end

-- Raises if the kind or a field of an event is not declared: no code would read it.
function events.check(event)
    local fields = kinds[event.kind]
    if not fields then error("internal error: no event is called " .. tostring(event.kind), 2) end
    for name in next, event do
        local is_common = name == "kind" or name == "seq" or name == "at" or name == "time"
        if not is_common and type(fields[name]) ~= "string" then
            local message = "internal error: events of kind %s have no field '%s'"
            error(message:format(event.kind, tostring(name)), 2)
        end
    end
end

return events

-- Admits a roll: checks its specification, claims its name, and begins a new campaign or resumes the last
-- campaign.

local need = ...
local world = need "world"
local host, json, log, clock, now = world.host, world.json, world.log, world.clock, world.now
local try, fail = world.try, world.fail
local specification, selection = need "options/specification", need "options/selection"
local written, members = need "options/written", need "options/members"
local pace, plan, campaign = need "core/pace", need "core/plan", need "core/campaign"
local canonical, lives = need "core/canonical", need "core/lives"
local ending, left = need "core/ending", need "core/left"
local journal, report, notify = need "ports/journal", need "sinks/report", need "sinks/notify"
local calls, calendar = need "conductor/calls", need "world/calendar"

local admission = {}

-- MARK: A new roll

local function with_arrays(made)
    for _, name in ipairs { "waves", "notes", "conditions", "lint" } do
        made[name] = json.array(made[name] or {})
    end
    return made
end

local function check_room(numbers)
    if numbers.total == 0 or numbers.max_unavailable >= 1 then return end
    specification.refuse(
        "min_healthy lets no instance of %d be down: no instance would ever be rebooted", numbers.total)
end

-- Returns a roll: { spec =, members =, inventory =, plan = }.
local function roll_of(spec, list, made)
    local inventory = {}
    for _, member in ipairs(list) do inventory[member.id] = member.row end
    return { spec = spec, members = list, inventory = inventory, plan = with_arrays(made) }
end

local function planned(spec, given)
    local list, notes = selection.resolve(spec, given)
    spec.numbers = pace.numbers(spec, #list)
    local made, covered = plan.make(spec, list, notes, not host.is_terminal())
    made.hash = host.sha256(covered)
    check_room(spec.numbers)
    return roll_of(spec, list, made)
end

-- Plans a roll without a claim on its name.
function admission.prepare(given)
    local spec = specification.read(given)
    return planned(spec, selection.given(spec))
end

-- MARK: Campaigns

-- Returns the number, the journal and the state of the last campaign of a claimed name. Returns nil if there
-- is no such campaign, or if it has no events; returns the number alone if it is closed.
local function last_campaign(claim)
    local number, opened = claim:last()
    local store = opened and journal.of(opened)
    local event = store and store:last()
    if not event then return nil end
    if event.kind == "closed" and event.left == "closed" then return number end
    return number, store, lives.fold(store:read(), clock(), now())
end

-- Like `last_campaign`, but with --new a damaged journal is no error: it logs a warning and returns nil.
local function readable_campaign(claim, spec, life)
    local number, store, state = try(last_campaign, claim)
    local err = number == nil and store
    if not err then return number, store, state end
    if not life.new or err.kind ~= "journal_damaged" then error(err, 0) end
    log.warn("%s: begins a new campaign; nothing is known of the last one: %s", spec.name, err.message)
    return nil
end

-- Returns what this process wants to roll, in the form that `campaign.decide` takes.
local function wanted_of(spec, given, life)
    return {
        name = spec.name, selection = written.text(spec, given and given.ids),
        options = canonical.options(spec), access_key = life.access_key,
        credentials_problem = life.credentials_problem,
        resume = spec.resume, resume_within = spec.resume_within, time = now(),
        new = life.new, asked = life.asked, retry = life.retry, state = life.state,
    }
end

-- Returns a roll that goes on from the state that earlier processes left.
local function resumed(spec, store, state)
    local list, gone = members.of(state)
    spec.numbers = pace.numbers(spec, #list)
    check_room(spec.numbers)
    local roll = roll_of(spec, list, { name = spec.name, hash = state.plan })
    roll.journal, roll.earlier, roll.gone = store, state, gone
    return roll
end

-- Closes the last campaign and returns nil. If instances of it are in flight, returns a roll instead, which
-- follows them to their end and then closes the campaign.
local function close(spec, store, state)
    if state.headcount.busy == 0 then
        store:append {
            kind = "closed", exit_code = state.exit_code or 7, left = "closed",
            seq = state.seq + 1, at = clock(), time = now(),
        }
        return nil
    end
    local copy = {}
    for name, value in next, spec do copy[name] = value end
    copy.report, copy.remaining = nil, nil
    local roll = resumed(copy, store, state)
    roll.is_closing = true
    return roll
end

-- Returns a set of outcomes as a list.
local function retried(set)
    local list = {}
    for _, outcome in ipairs { "failed", "uncertain" } do
        if set[outcome] then list[#list + 1] = outcome end
    end
    return list
end

-- Returns the recorded report of a campaign that an earlier process of this execution completed.
local function recorded(spec, state, number, ended_at)
    local words = "%s: an earlier process of this script completed campaign %d at %s, and was stopped before "
        .. "the script ended: the roll is not begun again, and this is its recorded report "
        .. "(a new campaign: --new)"
    log.info(words, spec.name, number, calendar.text(ended_at))
    local numbers = pace.numbers(spec, #state.rows)
    local totals = ending.totals(state)
    local made = report.make(state, numbers, totals, state.exit_code)
    made.recorded = true
    -- The process that completed the campaign may have been killed before it printed the report.
    report.print(state, totals, state.exit_code, {})
    return { spec = spec, recorded = made }
end

-- Warns if the script has changed since the last process worked on the campaign.
local function warn_of_other_script(spec, number, state, life)
    if state.script_hash == life.script_hash then return end
    log.warn("%s: the script has changed since the last process worked on campaign %d; the options and the"
        .. " selection of the roll are the same, and its hooks and functions are those of the new script",
        spec.name, number)
end

-- Returns the roll of a new or a resumed campaign, or the recorded report of a completed campaign.
local function begin_or_resume(spec, given, claim)
    local life = host.life()
    claim:take(spec.name, life.lock_patience)
    local number, store, state = readable_campaign(claim, spec, life)
    claim.earlier = state
    local call = calls.next(spec.name, life, spec.resume_within)
    local wanted = wanted_of(spec, given, life)
    local complete, of_number, ended_at = call:completed(claim, wanted.selection)
    if complete then return recorded(spec, complete, of_number, ended_at) end
    local closed = number and { number = number, left = "closed" }
    local last = state and campaign.known(spec, number, state) or closed
    local answer = campaign.decide(last, wanted)
    if answer.action == "refuse" then fail(answer.message, { exit_code = answer.exit_code }) end
    local roll
    if answer.action == "resume" then
        warn_of_other_script(spec, number, state, life)
        members.tell_new(spec, state)
        roll = resumed(spec, store, state)
        roll.retry = answer.retry and retried(answer.retry)
    else
        if answer.closes then
            local words = "%s: campaign %d is closed, and a new campaign begins"
            if not last.was_touched then
                words = "%s: campaign %d has begun no instance: it is closed, and a new campaign begins"
            end
            log.info(words, spec.name, answer.closes)
        end
        roll = planned(spec, given)
        roll.unfinished = answer.closes and close(spec, store, state)
    end
    for _, one in ipairs { roll, roll.unfinished } do
        one.life, one.options, one.selection = life, wanted.options, wanted.selection
    end
    roll.call, roll.number = call, answer.action == "resume" and number or nil
    return roll
end

-- MARK: Refusals

local function reason_of(err) return type(err) == "table" and err.message or tostring(err) end

-- Sends a notification for a refused roll: at night an operator sees no other sign of the refusal.
local function tell_of_refusal(spec, err)
    local target = type(spec) == "table" and spec.notify or nil
    if type(target) ~= "function" and type(target) ~= "string" then return end
    local notifier = notify.new(target, tostring(spec.name))
    notifier:start()
    notifier:tell("not_run", "not run: " .. reason_of(err))
    notifier:close()
end

-- Returns the report of the roll in a file; nil if the file has no report of a roll of this name.
local function stored_report(spec)
    local content = host.read_file(spec.report)
    local made = content and try(json.decode, content)
    return type(made) == "table" and made.name == spec.name and made.instances and made or nil
end

-- Writes a report for a refused roll, so that an operator does not take the report of an earlier roll for it:
-- `not_run` says why it was refused. The report of a campaign that is not closed stays beside it, because an
-- operator needs it to decide.
local function report_refusal(spec, err, earlier)
    if type(spec) ~= "table" or type(spec.report) ~= "string" or host.is_dry_run() then return end
    local is_left = earlier and earlier.left ~= "closed"
    local made = is_left and stored_report(spec) or { name = tostring(spec.name) }
    made.not_run = reason_of(err)
    report.write(made, spec.report)
end

local function check_plan(roll)
    local required = roll.spec.require_plan
    if required and required ~= roll.plan.hash then
        local message = "rolling: the plan has changed: require_plan is %s, and the plan is %s; look at it"
        fail(message:format(required, roll.plan.hash))
    end
end

local function check_writable(path, what)
    if not path or host.is_dry_run() then return end
    local problem = host.check_writable(path)
    if problem then specification.refuse("%s can't be written to %s: %s", what, path, problem) end
end

-- Returns a roll that is ready to run; without a claim, a roll that is only planned. If the roll is refused,
-- sends a notification, writes a report, and raises the error.
function admission.admit(given, claim)
    local roll, err = try(function()
        local spec = specification.read(given)
        local named = selection.given(spec)
        local roll = claim and begin_or_resume(spec, named, claim) or planned(spec, named)
        if roll.recorded then return roll end
        check_plan(roll)
        check_writable(roll.spec.report, "the report")
        check_writable(roll.spec.remaining, "the ids that remain")
        return roll
    end)
    if not err then return roll end
    local earlier = claim and claim.earlier
    err = left.named(err, earlier)
    tell_of_refusal(given, err)
    report_refusal(given, err, earlier)
    error(err, 0)
end

-- Records in the execution of the script which campaign the roll works on. Raises an error if that can't be
-- recorded.
function admission.enter(roll, claim)
    local _, err = try(roll.call.enter, roll.call, roll.number)
    if err then error(left.named(err, claim.earlier), 0) end
end

return admission

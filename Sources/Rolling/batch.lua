-- One batch: drained, looked at once more, asked for, and every instance of it followed to its end.

local host, zec, task, try, clock, traffic, permission, way, report, follow = ...

local batch = {}

-- How old what is known of all others may be when a reboot is asked for, and how long the request may wait then, in seconds.
local VIEW_AGE, REQUEST_WITHIN = 10, 10

batch.VIEW_AGE = VIEW_AGE

-- So often one whose request the cloud would not take is tried again.
local ATTEMPTS = 5

-- MARK: Asking

local function verdict_of_error(err)
    if type(err) ~= "table" then return { kind = "ambiguous", reason = tostring(err) } end
    return {
        kind = err.kind == "unknown" and "ambiguous" or "rejected", retryable = err.retryable,
        reason = ("%s [%s]"):format(err.message, err.code or err.kind),
    }
end

-- What the answer, or the error instead of one, says of each instance.
local function verdicts(ids, answer, err)
    local said = {}
    if err then
        for _, id in ipairs(ids) do said[id] = verdict_of_error(err) end
        return said
    end
    for _, id in ipairs(answer.accepted) do said[id] = { kind = "accepted" } end
    for _, id in ipairs(answer.uncertain) do said[id] = { kind = "ambiguous", reason = answer.uncertain_cause } end
    for _, failed in ipairs(answer.failed) do
        said[failed.id] = {
            kind = "rejected", retryable = failed.retryable, reason = ("%s [%s]"):format(failed.message, failed.code),
        }
    end
    return said
end

local function ask(roll, records, answer, entries)
    local ids = {}
    for i, record in ipairs(records) do ids[i] = record.id end
    local result, err = try(zec.reboot, ids, { within = REQUEST_WITHIN })
    answer.verdicts, answer.over = verdicts(ids, result, err), true
    for _, entry in ipairs(entries) do roll.poller:nudge(entry) end
end

-- MARK: Following

local function take_back(roll, record, rejected)
    record.attempts = record.attempts + 1
    local may_retry = rejected.retryable and record.attempts < ATTEMPTS
    traffic.give_back(roll, record, may_retry and "planned" or "failed", rejected.reason)
end

-- An instance that could not be followed to its end: the others are, and the roll begins nothing more.
local function give_up(roll, record, err)
    if host.ends_task(err) then error(err, 0) end
    roll:fail(err)
    if not way.is_over(record) then roll:abandon(record, report.text_of(err)) end
end

-- One instance to its end. One that is proven not to have been rebooted gets another turn, with everything looked at anew.
local function follow_one(roll, record, entry, answer)
    local ok, outcome = pcall(follow, roll, record, entry, answer)
    roll.poller:forget(entry)
    if not ok then return give_up(roll, record, outcome) end
    if type(outcome) == "table" then
        take_back(roll, record, outcome)
    elseif outcome == "again" then
        traffic.give_back(roll, record, "planned")
    end
end

-- MARK: Permission, a last time

local function add_planned(others, records, reason)
    for _, record in ipairs(records) do others[#others + 1] = { record, "planned", reason } end
    return others
end

local function has_failed(others)
    for _, other in ipairs(others) do
        if other[2] == "failed" then return true end
    end
    return false
end

-- Those that may be rebooted now, by a look at everybody that is not older than a few seconds; what becomes of the others; and whether
-- that is for want of room, or because something blocks. Where anything speaks against the whole, or somebody is found to have failed,
-- all get another turn.
local function cleared(roll, records)
    local wanted, others = roll.admission:still_wanted(records)
    local reason = has_failed(others) and "another one has failed" or permission.hindrance(roll)
    if reason then return {}, add_planned(others, wanted, reason), false end
    local block = permission.block(roll)
    if block then
        roll:decide("right before the request: %s", block)
        roll.admission:note_lack(block)
        return {}, add_planned(others, wanted, block), true
    end
    local view, problem = roll:look("young_view", VIEW_AGE)
    if not view then permission.stop_unseen(roll, problem) end
    reason = permission.hindrance(roll)
    if reason then return {}, add_planned(others, wanted, reason), false end
    local allowed, not_allowed, lack_room = roll.admission:still_allowed(wanted, view)
    return allowed, table.move(not_allowed, 1, #not_allowed, #others + 1, others), lack_room
end

-- Waits between two of a batch; false as soon as nothing may be begun any more.
local function stagger(roll)
    local deadline = clock() + roll.spec.stagger
    while deadline - clock() > 0.001 and not permission.hindrance(roll) do roll:pause(math.min(5, deadline - clock())) end
    return not permission.hindrance(roll)
end

-- MARK: The batch

local function begin(roll, group, records)
    local answer, entries = { over = false }, {}
    for i, record in ipairs(records) do
        roll:record(record, "intent")
        entries[i] = roll.poller:watch(record.id)
    end
    group:spawn("ask", ask, roll, records, answer, entries)
    for i, record in ipairs(records) do
        group:spawn(record.name, follow_one, roll, record, entries[i], answer)
    end
end

-- Reboots a batch, or one after the other where they are staggered; returns when all have come to their end, how many were asked for,
-- and whether somebody had no room, or something blocked.
function batch.run(roll, chosen)
    local records, asked, lacked_room = traffic.drain_all(roll, chosen), 0, false
    if #records == 0 then return 0, false end
    roll.before_reboots:run("evidence", roll.evidence.read_before, roll.evidence, records, task.each)
    local step = roll.spec.stagger > 0 and 1 or #records
    task.group({}, function(group)
        local first = 1
        while first <= #records do
            local last = math.min(first + step - 1, #records)
            if first > 1 and asked > 0 and not stagger(roll) then last = #records end -- all that are left are given back at once
            local part, others, lack = cleared(roll, table.move(records, first, last, 1, {}))
            lacked_room = lacked_room or lack
            if #part > 0 then
                if asked == 0 then roll:begin_batch() end
                asked = asked + #part
                begin(roll, group, part)
            end
            -- After the request, for putting something back takes time, and the look that allowed it grows old.
            for _, other in ipairs(others) do group:spawn("give back", traffic.give_back, roll, table.unpack(other, 1, 3)) end
            first = last + 1
        end
    end)
    return asked, lacked_room
end

return batch

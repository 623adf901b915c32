-- Batch after batch, or as one comes back the next one goes.

local task, sleep, pace, traffic, permission, batch, second_look = ...

local modes = {}

-- MARK: Between two batches

-- A view that shows how all others are, taken in; nil, and the roll is stopped, where the cloud can't say.
local function look(roll, age)
    local view, problem = roll.availability:view(age, roll.spec.blocker_deadline)
    if view then
        second_look.judge(roll, view)
    else
        roll:stop("blocked", "nobody can say who is down: " .. problem)
    end
    return view
end

-- Whether the canary may be believed: one failure in it stops the roll, whatever may fail later.
local function canary_is_well(roll)
    if roll.tally.failures == 0 then return true end
    roll:stop("failures", ("%d of the canary failed or are uncertain, and the canary is there to stop the roll"):format(
        roll.tally.failures))
    return false
end

-- The canary is watched for longer than any other batch, looked at again, and may need approval.
local function after_canary(roll)
    local canary = roll.spec.canary
    if not canary_is_well(roll) then return end
    roll:pause(canary.bake_time)
    if not look(roll, 0) or not canary_is_well(roll) then return end
    roll:tell("canary_ok", "the canary is well")
    local approve = canary.approve
    if approve and not permission.wait_for_approval(roll, approve, "the canary is well", roll.spec.pause_timeout) then
        roll:stop("checkpoint", "nobody approved after the canary")
    end
    roll.is_past_canary = true
end

local function after_batch(roll)
    if roll.spec.canary and not roll.is_past_canary then return after_canary(roll) end
    roll:pause(roll.spec.bake_time)
end

-- Nobody may be taken down now: waits a while, but not for ever. It counts since the first look that found no room until another
-- batch begins, without the time in which the window is closed.
local function wait_for_room(roll)
    roll.no_room_since = roll.no_room_since or roll:open_seconds()
    local waited = roll:open_seconds() - roll.no_room_since
    local why = roll.admission:lack()
    if waited >= roll.spec.blocker_deadline then return roll:stop("blocked", why) end
    if waited >= roll.spec.blocker_retry and not roll.is_stalled then
        roll.is_stalled = true
        roll:tell("stalled", "stalled: " .. why)
    end
    roll:wait(roll.spec.blocker_retry)
end

-- The next batch of at most so many; nil where the roll stops instead.
local function next_batch(roll, size)
    local view = look(roll, batch.VIEW_AGE)
    local forgiven = roll.forgiven
    permission.check_failures(roll)
    if not roll:goes_on() then return nil end
    if roll.forgiven ~= forgiven then return next_batch(roll, size) end -- somebody was waited for, and the view is old
    local chosen = roll.admission:choose(view, size)
    if not permission.is_held(roll) then return chosen end
    for _, record in ipairs(chosen) do traffic.give_back(roll, record, "planned") end -- choosing has found a failure
    return {}
end

-- No more than up to the next checkpoint.
local function up_to_checkpoint(roll, size)
    return math.min(size, pace.until_checkpoint(roll.numbers, roll.headcount:at "done") - roll.headcount.busy)
end

-- Whether there is somebody left to go, and nothing that stops the roll or makes it wait for approval.
local function could_go_on(roll)
    return roll:goes_on() and not permission.is_held(roll) and not roll.admission:is_empty()
end

-- MARK: The modes

function modes.batch(roll)
    while not roll.admission:is_empty() and permission.to_begin(roll) do
        local chosen = next_batch(roll, up_to_checkpoint(roll, pace.size(roll.numbers, roll.batches + 1)))
        if not chosen then return end
        local asked, lacked_room = 0, #chosen == 0
        if #chosen > 0 then asked, lacked_room = batch.run(roll, chosen) end
        if asked > 0 then
            permission.check_failures(roll)
            if roll:goes_on() then after_batch(roll) end
        elseif lacked_room and could_go_on(roll) then
            wait_for_room(roll)
        end
    end
end

-- How many more the window has room for.
local function window_size(roll)
    local step = pace.step(roll.numbers, roll.headcount:at "done")
    return up_to_checkpoint(roll, pace.size(roll.numbers, step) - roll.headcount.busy)
end

-- Starts batches as others come back; `window.running` counts those that are under way.
local function slide(roll, group, window)
    local function start(chosen)
        local is_canary = roll.spec.canary and roll.batches == 0
        window.running = window.running + 1
        group:spawn("batch", function()
            batch.run(roll, chosen)
            window.running = window.running - 1
        end)
        if not is_canary then return end
        while window.running > 0 do sleep(1) end
        permission.check_failures(roll)
        if roll:goes_on() then after_batch(roll) end
    end
    while not roll.admission:is_empty() and permission.to_begin(roll) do
        local size = window_size(roll)
        local chosen = size > 0 and next_batch(roll, size) or {}
        if #chosen > 0 then
            start(chosen)
        elseif window.running == 0 and could_go_on(roll) then
            wait_for_room(roll)
        end
        -- Those under way may still give some back that could not be asked for.
        repeat
            if window.running > 0 then sleep(1) end
        until window.running == 0 or not roll.admission:is_empty()
    end
end

function modes.rolling(roll)
    local window = { running = 0 }
    task.group({}, function(group) slide(roll, group, window) end)
    if roll:goes_on() then roll:pause(roll.spec.bake_time) end
end

return modes

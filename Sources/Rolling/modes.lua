-- Batch after batch, or as one comes back the next one goes.

local task, sleep, pace, traffic, permission, batch, second_look = ...

local modes = {}

-- MARK: Between two batches

-- A view that shows how all others are, taken in; nil, and the roll is stopped, where the cloud can't say.
local function look(roll, age)
    local view, problem = roll:look("view", age)
    if view then second_look.judge(roll, view) else permission.stop_unseen(roll, problem) end
    return view
end

-- How many must be done before the canary is over.
local function canary_size(roll)
    return math.min(pace.size(roll.numbers, 1), #roll.records - roll.headcount:at "skipped")
end

local function is_canary(roll) return roll.spec.canary ~= nil and not roll.is_past_canary end

-- The canary is watched for longer than any other batch, looked at again, and may need approval.
local function after_canary(roll)
    local canary = roll.spec.canary
    if roll.headcount:at "done" < canary_size(roll) then return end -- some of it were put back, and come again
    roll:wait(canary.bake_time)
    if not look(roll, 0) then return end
    permission.check_failures(roll)
    if not roll:goes_on() then return end
    roll:tell("canary_ok", "the canary is well")
    local approve = canary.approve
    if approve and not permission.wait_for_approval(roll, approve, "the canary is well", roll.spec.pause_timeout) then
        return permission.stop_unapproved(roll, "nobody approved after the canary")
    end
    roll.is_past_canary, roll.canary_batches = true, roll.batches
end

local function after_batch(roll)
    if is_canary(roll) then return after_canary(roll) end
    roll:wait(roll.spec.bake_time)
end

-- Nobody may be taken down now: waits a while, but not for ever. It counts since the first look that found no room until another
-- batch begins, without the time in which the window is closed.
-- `looked_at` is when that look began, as open seconds: a look from before the limit does not end the wait.
local function wait_for_room(roll, looked_at)
    roll.no_room_since = roll.no_room_since or looked_at
    local waited = looked_at - roll.no_room_since
    local why = roll.admission:lack()
    if waited >= roll.spec.blocker_deadline then return roll:stop("blocked", why) end
    if waited >= roll.spec.blocker_retry and not roll.is_stalled then
        roll.is_stalled = true
        roll:tell("stalled", "stalled: " .. why)
    end
    local left = roll.spec.blocker_deadline - (roll:open_seconds() - roll.no_room_since)
    roll:wait(math.min(roll.spec.blocker_retry, math.max(left, 0.001)))
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
    local done = roll.headcount:at "done"
    return math.min(size, pace.until_checkpoint(roll.numbers, done, roll.approved_up_to) - roll.headcount.busy)
end

-- How large the next batch is: what is left of the canary, or the next one of the ramp.
local function batch_size(roll)
    if is_canary(roll) then return math.max(1, canary_size(roll) - roll.headcount:at "done") end
    local before = roll.canary_batches and roll.canary_batches - 1 or 0
    return pace.size(roll.numbers, roll.batches - before + 1)
end

-- How many more the window has room for.
local function window_size(roll)
    if is_canary(roll) then return batch_size(roll) - roll.headcount.busy end
    return pace.size(roll.numbers, pace.step(roll.numbers, roll.headcount:at "done")) - roll.headcount.busy
end

-- Whether there is somebody left to go, and nothing that stops the roll or makes it wait for approval.
local function could_go_on(roll)
    return roll:goes_on() and not permission.is_held(roll) and not roll.admission:is_empty()
end

-- MARK: The modes

function modes.batch(roll)
    while not roll.admission:is_empty() and permission.to_begin(roll) do
        local looked_at = roll:open_seconds()
        local chosen = next_batch(roll, up_to_checkpoint(roll, batch_size(roll)))
        if not chosen then return end
        local asked, lacked_room = 0, #chosen == 0
        if #chosen > 0 then asked, lacked_room = batch.run(roll, chosen) end
        if asked > 0 then
            permission.check_failures(roll)
            if roll:goes_on() then after_batch(roll) end
        elseif lacked_room and could_go_on(roll) then
            wait_for_room(roll, looked_at)
        end
    end
end

-- Starts a batch beside those that run; one of the canary runs by itself.
local function start(roll, group, window, chosen)
    window.running = window.running + 1
    group:spawn("batch", function()
        local asked, lacked_room = batch.run(roll, chosen)
        window.asked, window.lacks_room = asked, asked == 0 and lacked_room
        window.running = window.running - 1
    end)
    if not is_canary(roll) then return end
    while window.running > 0 do sleep(1) end
    permission.check_failures(roll)
    if window.asked > 0 and roll:goes_on() then after_canary(roll) end
end

-- Begins the next ones where the window has room; false where nothing is begun any more.
local function slide(roll, group, window)
    local size = up_to_checkpoint(roll, window_size(roll))
    if size <= 0 and window.running > 0 then return roll:goes_on() end
    if not permission.to_begin(roll) then return false end
    local chosen = size > 0 and next_batch(roll, size) or {}
    if #chosen > 0 then
        start(roll, group, window, chosen)
    elseif window.running == 0 then
        window.lacks_room = true
    end
    return true
end

function modes.rolling(roll)
    local window = { running = 0, asked = 0, lacks_room = false }
    task.group({}, function(group)
        local looked_at = roll:open_seconds()
        while not roll.admission:is_empty() and slide(roll, group, window) do
            if window.lacks_room and could_go_on(roll) then wait_for_room(roll, looked_at) end
            window.lacks_room = false
            -- Those under way may still give some back that could not be asked for.
            repeat
                if window.running > 0 then sleep(1) end
            until window.running == 0 or not roll.admission:is_empty()
            looked_at = roll:open_seconds()
        end
    end)
    if roll:is_stopping() then roll:stop_as_asked() end
    if roll:goes_on() then roll:wait(roll.spec.bake_time) end
end

return modes

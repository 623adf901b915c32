-- Those that are done are looked at again: before each further batch, after the canary, and at the end. Who is not well any more was
-- not done.

local second_look = {}

local function fail(roll, record, now) roll:record(record, "failed", "was well after its reboot, and now " .. now) end

-- Takes in what a view shows of those that are done.
function second_look.judge(roll, view)
    if roll.headcount:at "done" == 0 then return end
    for _, record in ipairs(view.gone) do
        if record.step == "done" then fail(roll, record, "is not in the inventory any more") end
    end
    local ids = {}
    for id in next, view.down do ids[#ids + 1] = id end
    table.sort(ids)
    for _, id in ipairs(ids) do
        local record = roll.headcount:record(id)
        if record.step == "done" then fail(roll, record, view.down[id]) end
    end
end

-- Nobody can say how those are that were done.
function second_look.give_up(roll, problem)
    for _, record in ipairs(roll.records) do
        if record.step == "done" then
            roll:record(record, "uncertain", "was done, but could not be looked at again: " .. problem)
        end
    end
end

return second_look

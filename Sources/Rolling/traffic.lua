-- Taking instances out of load and putting them back, through the script's own `drain` and `undrain`.

local question, task = ...

local traffic = {}

-- Calls a hook with `ask(limit, hook, ...)`: true, or false and why; nil where the roll ended first.
local function call(roll, name, record, ask)
    local hook = roll.spec[name]
    if not hook then return true end
    local ok, why = ask(roll.spec.drain_timeout, hook, record.id, record.row)
    if ok then return true end
    return ok, ("%s: %s"):format(name, why)
end

-- Puts one that was not rebooted back as it was.
function traffic.give_back(roll, record, step, reason)
    if record.drained then
        roll:record(record, "undraining", reason)
        local ok, why = call(roll, "undrain", record, question.ask)
        if ok then
            record.drained = nil
        else
            step, reason = "failed", ("%s; it could not be put back: %s"):format(reason or step, why)
        end
    end
    roll:release(record)
    if step ~= record.step then roll:record(record, step, reason) end
    if step == "planned" then roll.admission:put_off(record) end
end

-- The last steps of one that is well: back into load, and done.
function traffic.put_back(roll, record)
    roll:record(record, "undraining")
    local ok, why = call(roll, "undrain", record, question.ask)
    if not ok then return roll:record(record, "failed", "could not be put back into load: " .. why) end
    record.drained = nil
    roll:record(record, "done")
end

-- Whether the one may be rebooted.
local function drain(roll, record)
    roll:record(record, "draining")
    record.drained = "maybe" -- from now on, also where it fails: nobody knows how far it came
    local ok, why = call(roll, "drain", record, function(...) return roll:ask(...) end)
    if ok then
        record.drained = true
        return true
    end
    if ok == nil then
        traffic.give_back(roll, record, "planned", "the roll is stopping")
        return false
    end
    if roll.spec.on_drain_timeout == "force" then
        roll:decide("%s goes on without being drained: %s", record.id, why)
        return true
    end
    local step = roll.spec.on_drain_timeout == "abort" and "failed" or "skipped"
    traffic.give_back(roll, record, step, "could not be drained: " .. why)
    return false
end

-- Drains a batch and returns those that may be rebooted.
function traffic.drain_all(roll, batch)
    if not roll.spec.drain then return batch end
    local ok = task.map(batch, function(record) return drain(roll, record) end)
    local drained = {}
    for i, record in ipairs(batch) do
        if ok[i] then drained[#drained + 1] = record end
    end
    return drained
end

return traffic

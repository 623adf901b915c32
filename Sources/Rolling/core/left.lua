-- Names the instances that earlier processes left unfinished. If a process ends before it resumes the roll,
-- its error contains this text: no other text names these instances.

local need = ...
local way = need "core/way"

local left = {}

local function load_of(row)
    if row.drained == nil then return "" end
    return row.drained == true and ", out of load" or ", may be out of load"
end

-- Returns a sentence that names the instances of a kind; nil if no instance is of this kind.
local function sentence(rows, title, is_so)
    local names = {}
    for _, row in ipairs(rows) do
        if is_so(row) then names[#names + 1] = ("%s (%s%s)"):format(row.id, row.name, load_of(row)) end
    end
    return #names > 0 and ("%s: %s"):format(title, table.concat(names, ", ")) or nil
end

-- Whether an earlier process stored an intent for an instance without a reboot after it, and nothing is under
-- way.
local function waits_after_a_request(row)
    local is_idle = row.step == "planned" or row.step == "not_started" or row.step == "skipped"
    return is_idle and row.drained == nil and way.was_asked(row)
end

local KINDS = {
    { "under way", way.is_in_flight },
    { "failed", function(row) return row.step == "failed" end },
    { "uncertain", function(row) return row.step == "uncertain" end },
    { "not put back into load", function(row) return row.drained ~= nil and not way.is_in_flight(row)
        and row.step ~= "failed" and row.step ~= "uncertain" end },
    { "requested and not rebooted", waits_after_a_request },
}

-- Returns the sentences about all kinds; nil if there is no instance that an operator must know of.
function left.text(state)
    local sentences = {}
    for _, kind in ipairs(KINDS) do
        sentences[#sentences + 1] = sentence(state.rows, kind[1], kind[2])
    end
    if #sentences == 0 then return nil end
    return "earlier processes left: " .. table.concat(sentences, "; ")
end

-- Adds to the message of an error what earlier processes left; `state` is nil if there are no earlier
-- processes.
function left.named(err, state)
    local text = state and left.text(state)
    if text and type(err) == "table" and type(err.message) == "string" then
        err.message = ("%s (%s)"):format(err.message, text)
    end
    return err
end

return left

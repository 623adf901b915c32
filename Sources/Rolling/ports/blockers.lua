-- The script's own blockers. A blocker that raises an error, or answers with the wrong type, blocks.

local need = ...
local question = need "world/question"

local port = {}

-- Returns why a blocker blocks; nil if it answers false or nil. If the answer is a text, the text is the
-- reason.
local function ask(blocker, ids)
    local ok, answer, reason = question.ask(question.LIMIT, blocker, ids)
    if not ok then return "a blocker failed: " .. answer end
    if answer == nil or answer == false then return nil end
    if type(answer) == "string" then return answer end
    if answer == true then return reason and tostring(reason) or "a blocker returned true" end
    return ("a blocker answered with a %s"):format(type(answer))
end

-- Returns the first reason that a blocker gives; nil if no blocker blocks. Each blocker gets the ids of the
-- instances that are still to be rebooted.
function port.reason(blockers, ids)
    for _, blocker in ipairs(blockers) do
        local reason = ask(blocker, ids)
        if reason then return reason end
    end
    return nil
end

return port

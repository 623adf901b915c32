-- Approval by an operator: a file that appears, or a function of the script that returns true. An error is no
-- approval.

local need = ...
local world = need "world"
local question = need "world/question"
local host, clock, sleep, remove, is_rehearsal =
    world.host, world.clock, world.sleep, world.os.remove, world.rehearse.active

local port = {}

-- The pause between two checks for an approval, in seconds.
local PAUSE = 5

-- Whether the file exists: it approves, and is removed. A rehearsal touches no files: there, the approval
-- comes after a while.
local function has_appeared(file, waited)
    if is_rehearsal() then return host.is_approved(waited) end
    if host.read_file(file) == nil then return false end
    local removed, problem = remove(file)
    return removed == true, problem
end

local function answer_of(approve, text, patience)
    local ok, answer = question.ask(patience, approve, text)
    if not ok then return false, answer end
    if answer == true then return true end
    local is_no = answer == nil or answer == false
    return false, not is_no and ("the answer is a %s, and only true approves"):format(type(answer)) or nil
end

-- Waits until `text` is approved. Returns `file` or `function`, or nil after `wait_until`. A function may
-- take as long as the wait may. Calls `tell(problem)` if it is known why there is no approval.
function port.wait(approve, text, wait_until, tell)
    local began, told = clock(), nil
    while true do
        local is_approved, problem
        if type(approve) == "string" then
            is_approved, problem = has_appeared(approve, clock() - began)
        else
            is_approved, problem = answer_of(approve, text, math.max(1, wait_until - clock()))
        end
        if is_approved then return type(approve) == "string" and "file" or "function" end
        if problem and problem ~= told then tell(problem) end
        told = problem or told
        local left = wait_until - clock()
        if left <= 0 then return nil end
        sleep(math.min(PAUSE, math.max(left, 0.1)))
    end
end

return port

-- An execution: one use of a script with its arguments, over all processes that it takes. It is open until
-- the script has ended and none of its campaigns is open.
--
-- Its events, each with `seq`, `at` and `time` as those of a roll:
--   begun     a process takes it up: `hostname`, `pid`, `script`
--   entered   a call of `rolling.reboot` works on a campaign: `name`, `number` of the campaign, and `call`,
--             which counts the calls with that name in one process, from 1
--   left      the same call is through with it: `name`, `call`, and how the campaign is `left`
--   closed    the script has ended, and no campaign is open

local execution = {}

function execution.new() return { seq = 0, calls = {}, is_closed = false } end

local function calls_of(self, name)
    self.calls[name] = self.calls[name] or {}
    return self.calls[name]
end

local apply = {}

function apply.begun(self, event) self.began = self.began or event.time end

function apply.entered(self, event)
    calls_of(self, event.name)[event.call] = { number = event.number, left = "open" }
end

function apply.left(self, event) calls_of(self, event.name)[event.call].left = event.left end

function apply.closed(self) self.is_closed = true end

-- Takes in the next event; returns the execution.
function execution.apply(self, event)
    self.seq = event.seq
    apply[event.kind](self, event)
    return self
end

function execution.fold(list)
    local made = execution.new()
    for _, event in ipairs(list) do execution.apply(made, event) end
    return made
end

-- The number of the campaign that a call has worked on; nil for a call that no earlier process has made.
function execution.number(self, name, call)
    local found = calls_of(self, name)[call]
    return found and found.number
end

-- Whether every campaign of the execution is closed.
function execution.is_through(self)
    for _, calls in next, self.calls do
        for _, call in next, calls do
            if call.left ~= "closed" then return false end
        end
    end
    return true
end

-- Whether a process that starts now goes on with the execution.
function execution.goes_on(self, time, resume_within)
    return self.began ~= nil and not self.is_closed and time - self.began <= resume_within
end

return execution

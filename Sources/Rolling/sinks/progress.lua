-- Keeps the progress line of a roll.

local need = ...
local progress = need "world".progress

local Line = {}
Line.__index = Line

local sink = {}

function sink.new(name, total)
    return setmetatable({ line = progress { what = name, total = total }, total = total }, Line)
end

function Line:take(event, state)
    local is_resumed = event.kind == "begun" and event.life > 1
    if event.kind ~= "ended" and not is_resumed then return end
    local counts = state.headcount
    self.line:update {
        total = self.total - counts:at "skipped", done = counts:at "done", in_flight = counts.busy,
        failed = counts:at "failed" + counts:at "uncertain",
    }
end

function Line:finish() self.line:finish() end

return sink

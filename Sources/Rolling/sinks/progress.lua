-- Keeps the progress line of a roll: counts, what the roll does now, and the time that it still takes.

local need = ...
local world = need "world"
local phase, estimate = need "core/phase", need "core/estimate"
local progress, clock, host = world.progress, world.clock, world.host

local Line = {}
Line.__index = Line

local sink = {}

-- `waves` are those of the plan; a roll that goes on has none.
function sink.new(spec, total, waves)
    local planned_batches = waves and #waves > 0 and #waves or nil
    return setmetatable({
        line = progress { what = spec.name, total = total, campaign = spec.name }, spec = spec, total = total,
        planned_batches = planned_batches, is_terminal = host.is_terminal(),
    }, Line)
end

local function update(self, state, now, is_stopping)
    local counts, spec = state.headcount, self.spec
    self.line:update {
        total = self.total - counts:at "skipped", done = counts:at "done", in_flight = counts.busy,
        failed = counts:at "failed", uncertain = counts:at "uncertain",
        phase = phase.text(spec, state, self.planned_batches, now, is_stopping),
        seconds_to_go = estimate.left(spec, state, self.planned_batches, now, is_stopping) or -1,
    }
end

-- The line follows the other events at its next tick, so that an event costs nothing.
function Line:take(event, state)
    if event.kind == "begun" then update(self, state, clock()) end
end

-- To be called now and then; `is_stopping` says whether the roll is asked to stop. Where the line can't move,
-- the log tells of waits.
function Line:tick(state, now, is_stopping)
    if not self.is_terminal and (state.waiting or state.question) then return end
    if state.began then update(self, state, now, is_stopping) end
end

function Line:finish(state)
    update(self, state, clock())
    self.line:finish()
end

return sink

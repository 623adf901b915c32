-- Updates the progress line of a roll: counts, what the roll does now, and the estimated time left.

local need = ...
local world = need "world"
local phase, estimate = need "core/phase", need "core/estimate"
local progress, clock, host = world.progress, world.clock, world.host

local Line = {}
Line.__index = Line

local sink = {}

-- `waves` are the waves of the plan; a resumed roll has no waves.
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

-- Updates the line at once for the event `begun` only. Other events show at the next tick, so that they cost
-- nothing.
function Line:take(event, state)
    if event.kind == "begun" then update(self, state, clock()) end
end

-- Updates the line; called at intervals. `is_stopping` is whether the roll was asked to stop. Without a
-- terminal, a roll that waits does not update the line: the log tells the wait.
function Line:tick(state, now, is_stopping)
    if not self.is_terminal and (state.waiting or state.question) then return end
    if state.began then update(self, state, now, is_stopping) end
end

function Line:finish(state)
    update(self, state, clock())
    self.line:finish()
end

return sink

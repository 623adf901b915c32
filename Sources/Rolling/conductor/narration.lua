-- Shows how the roll goes between two events: the progress line moves each second on a terminal, and the log
-- repeats what the roll waits for. A rehearsal needs neither.

local need = ...
local world = need "world"
local host, clock, task = world.host, world.clock, world.task

local narration = {}

-- The time between two looks at the state, in seconds: with a terminal, and without.
local ON_TERMINAL, ELSEWHERE = 1, 30

local function run(self)
    host.daemon() -- the roll does not wait for it
    local pause = host.is_terminal() and ON_TERMINAL or ELSEWHERE
    while true do
        host.rest("the next line about the roll", pause)
        self.line:tick(self.state, clock(), self.view.stop ~= nil)
        self.log:tick(self.state, clock())
    end
end

-- The task that shows it; nil in a rehearsal.
function narration.start(self)
    if world.rehearse.active() then return nil end
    return task.spawn("narrator", run, self)
end

return narration

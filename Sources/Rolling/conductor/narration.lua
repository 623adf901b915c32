-- Shows the progress of the roll between two events: on a terminal the progress line moves each second, and
-- the log repeats what the roll waits for. A rehearsal needs neither.

local need = ...
local world = need "world"
local host, clock, task = world.host, world.clock, world.task

local narration = {}

-- The time between two updates, in seconds: on a terminal, and elsewhere.
local ON_TERMINAL, ELSEWHERE = 1, 30

local function run(self)
    host.daemon() -- the roll does not wait for this task
    local pause = host.is_terminal() and ON_TERMINAL or ELSEWHERE
    while true do
        host.rest("the next line about the roll", pause)
        self.line:tick(self.state, clock(), self.view.stop ~= nil)
        self.log:tick(self.state, clock())
    end
end

-- Starts and returns the task that shows the progress; returns nil in a rehearsal.
function narration.start(self)
    if world.rehearse.active() then return nil end
    return task.spawn("narrator", run, self)
end

return narration

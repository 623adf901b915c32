-- Watches for a request to stop and for the deadline. Work that only prepares a reboot is of no use then, and
-- ends.

local need = ...
local world = need "world"
local host, clock = world.host, world.clock
local permission, way = need "core/permission", need "core/way"

local stopping = {}

-- Returns what asks the roll to stop: a signal, a time limit or a cancellation; nil if nothing does. The
-- shield around the roll keeps a cancellation from the roll's own tasks, so the roll's task is checked by its
-- slot.
function stopping.request(self)
    if world.script.stopping() then return { by = "signal", reason = host.stop_reason() } end
    if host.is_cancelled() or self.slot ~= nil and host.is_cancelled(self.slot, self.serial) then
        return { by = "cancelled", reason = "its task was cancelled or timed out" }
    end
end

local function seconds_to_deadline(self) return permission.deadline(self.spec, self.state) - clock() end

-- Returns whether the roll begins nothing new because of a request to stop or the deadline. Work that only
-- prepares a reboot is of no use then.
function stopping.is_ending(self) return self.view.stop ~= nil or seconds_to_deadline(self) <= 0 end

local function names_in_flight(self)
    local names = {}
    for _, row in ipairs(self.state.rows) do
        if way.is_in_flight(row) then names[#names + 1] = row.name end
    end
    return names
end

-- Handles a request to stop. Logs the instances in flight now, because a second request ends the program
-- before the report.
local function take_stop(self, stop)
    self.view.stop = stop
    self.work:end_preparing()
    if self.last_look then self.work:cancel(self.last_look) end
    local names = names_in_flight(self)
    if #names == 0 then return end
    local words = "in flight: " .. table.concat(names, ", ", 1, math.min(#names, 100))
    self.log:tell("warn", "in_flight", words, { count = #names, reason = stop.reason })
end

-- Waits for the deadline and for a request to stop, and ends the work that only prepares reboots.
function stopping.watch(self)
    host.daemon() -- the roll does not wait for this task
    local has_passed = false
    while true do
        local stop = stopping.request(self)
        if stop then return self.work:post(function() take_stop(self, stop) end) end
        local left = seconds_to_deadline(self)
        if left <= 0 and not has_passed then
            has_passed = true
            self.work:post(function() self.work:end_preparing() end)
        end
        host.rest("a request to stop", left > 0 and math.max(math.min(left, 3600), 0.001) or 3600)
    end
end

return stopping

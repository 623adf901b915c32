-- A roll that is asked to stop, or whose deadline has come: what only prepares a reboot is of no use then.

local need = ...
local world = need "world"
local host, clock = world.host, world.clock
local permission, way = need "core/permission", need "core/way"

local stopping = {}

-- What asks the roll to stop: a signal, a time limit or a cancellation; nil where nothing does. The shield
-- around the roll keeps the cancellation from its own tasks.
function stopping.request(self)
    if world.script.stopping() then return { by = "signal", reason = host.stop_reason() } end
    if host.is_cancelled() or self.slot ~= nil and host.is_cancelled(self.slot, self.serial) then
        return { by = "cancelled", reason = "its task was cancelled or timed out" }
    end
end

local function seconds_to_deadline(self) return permission.deadline(self.spec, self.state) - clock() end

-- Whether nothing is begun any more, whatever else holds: work that only prepares a reboot is of no use then.
function stopping.is_ending(self) return self.view.stop ~= nil or seconds_to_deadline(self) <= 0 end

local function names_in_flight(self)
    local names = {}
    for _, row in ipairs(self.state.rows) do
        if way.is_in_flight(row) then names[#names + 1] = row.name end
    end
    return names
end

-- Takes in a request to stop: names the instances that are in flight, for a second request ends the program
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

-- At the deadline, and at a request to stop, what only prepares reboots ends.
function stopping.watch(self)
    host.daemon() -- the roll does not wait for it
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

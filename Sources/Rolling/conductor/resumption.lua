-- A roll that an earlier process has begun: its requests without an answer are unknown and never sent again,
-- and every instance is followed on from its row.

local need = ...
local world = need "world"
local host, clock, log = world.host, world.clock, world.log
local way, instances = need "core/way", need "conductor/instances"

local resumption = {}

local function begin_life(self)
    local life, counts = self.state.life + 1, self.state.headcount
    self:begin_life(life)
    local text = ("resumed by process %d: %d of %d instances are done"):format(
        life, counts:at "done", #self.state.rows)
    self.log:tell("info", "begun", text, {
        life = life, done = counts:at "done", total = #self.state.rows,
    })
    self.notifier:tell("start", text)
end

local function follow_rows(self)
    for _, row in ipairs(self.state.rows) do
        if way.is_in_flight(row) then self:keep_in_sight(row.id) end
        if instances.is_polled[row.step] and row.step ~= "intent" then
            self.seen[row.id].has_left = row.was_seen_leaving
            self.poller:watch(self.seen[row.id], row.asked_at)
        end
    end
end

-- The instances whose request has no answer, and when no request of an earlier life is under way any more.
local function unanswered(self)
    local ids, latest = {}, -math.huge
    for _, row in ipairs(self.state.rows) do
        if row.step == "intent" then ids[#ids + 1] = row.id end
        local may_be_sent = row.step == "intent" or row.escalated and row.step == "returning"
        if may_be_sent then latest = math.max(latest, row.send_by) end
    end
    return ids, latest + self.roll.life.request_timeout
end

-- Whether an instance stays well is watched from the beginning.
local function watch_health_again(self)
    local list = {}
    for _, row in ipairs(self.state.rows) do
        if row.step == "min_healthy" then list[#list + 1] = { kind = "health", id = row.id, well = false } end
    end
    self:append(list)
end

-- What was taken out of load for a reboot that was not asked for goes back into load, and waits for another
-- turn: other instances may be down by now. It may also have been put back since, by a process whose journal
-- could not say so, or by hand.
local function put_back(self)
    local ids = {}
    for _, row in ipairs(self.state.rows) do
        if row.step == "draining" or row.step == "drained" then ids[#ids + 1] = row.id end
    end
    if #ids == 0 then return end
    self:append { {
        kind = "undraining", ids = ids, outcome = "planned",
        reason = "the process ended before it asked for the reboot",
    } }
end

-- Instances that the cloud does not list any more are not waited for.
local function leave_out_gone(self)
    local list = {}
    for _, id in ipairs(self.roll.gone or {}) do
        list[#list + 1] = { kind = "inventory", id = id, gone = true }
        local row = self.state.by_id[id]
        if row.step == "planned" and not row.is_reserved then
            list[#list + 1] = {
                kind = "ended", id = id, outcome = "skipped", reason = "is not in the inventory any more",
            }
        end
    end
    self:append(list)
end

-- Takes up the roll: nothing begins before the requests of earlier lives are over.
function resumption.begin(self)
    begin_life(self)
    self.view.window = self.spec.window and self.window:read() or nil
    local ids, over_at = unanswered(self)
    follow_rows(self)
    if #ids > 0 then
        self:append { {
            kind = "answered", ids = ids, answer = "unknown", found = true,
            reason = "the process ended before an answer came",
        } }
    end
    watch_health_again(self)
    put_back(self)
    leave_out_gone(self)
    local jitter = self.spec.start_jitter
    if jitter > 0 then over_at = math.max(over_at, clock() + host.random() * jitter) end
    if over_at > clock() then
        self:append { {
            kind = "waiting", reason = "unanswered", wait_until = over_at,
            text = "requests of an earlier process may still be under way",
        } }
    end
end

return resumption

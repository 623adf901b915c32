-- Resumes a roll that an earlier process began. A request without an answer is unknown and is never sent
-- again; every instance is followed from the step in its row.

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

-- Returns the ids of the instances whose request has no answer, and the time from which no request of an
-- earlier process can be under way.
local function unanswered(self)
    local ids, latest = {}, -math.huge
    for _, row in ipairs(self.state.rows) do
        if row.step == "intent" then ids[#ids + 1] = row.id end
        local may_be_sent = row.step == "intent" or row.escalated and row.step == "returning"
        if may_be_sent then latest = math.max(latest, row.send_by) end
    end
    return ids, latest + self.roll.life.request_timeout
end

-- Sends the instances within `min_healthy_time` back to their health check, so that this time begins again.
local function watch_health_again(self)
    local list = {}
    for _, row in ipairs(self.state.rows) do
        if row.step == "min_healthy" then list[#list + 1] = { kind = "health", id = row.id, well = false } end
    end
    self:append(list)
end

-- Undrains the instances that were drained, and whose reboot was not requested. They wait for another turn,
-- because other instances may be down by now. Such an instance may be back in load already: put there by
-- hand, or by a process whose journal could not record it.
local function put_back(self)
    local ids, list = {}, {}
    local function give_back(of)
        list[#list + 1] = {
            kind = "undraining", ids = of, outcome = "planned",
            reason = "the process ended before it asked for the reboot",
        }
    end
    for _, row in ipairs(self.state.rows) do
        if row.step == "draining" or row.step == "drained" then
            if row.earlier then give_back { row.id } else ids[#ids + 1] = row.id end
        end
    end
    if #ids > 0 then give_back(ids) end
    self:append(list)
end

-- Records that the cloud no longer lists some instances, so that the roll does not wait for them. Skips such
-- an instance if it is planned and not chosen for a batch.
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

-- Takes up the roll. No batch begins before the requests of earlier processes are over.
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

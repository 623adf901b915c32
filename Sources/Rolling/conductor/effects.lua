-- Acts on events: what the roll does when an event is durable, and what it does if the journal can't keep the
-- event.
--
-- `effects.durable` and `effects.without_journal` have a function (self, event) for each kind of event that
-- has such an effect; `self` is the conductor.

local need = ...
local clock = need "world".clock
local clearance = need "core/clearance"
local cloud, report = need "ports/cloud", need "sinks/report"

local durable, without_journal = {}, {}

local function send(self, ids, send_by)
    self.work:ask("ask", function() return cloud.reboot(ids, send_by) end, function(answer)
        if not answer.ok then return self:fail(answer.err) end
        for _, id in ipairs(ids) do
            local seen = self.seen[id]
            if seen then
                seen.answer = answer[1][id]
                self:touch(id)
            end
        end
    end)
end

-- Returns the instances of an intent whose request is still to be sent. An instance that could not be
-- followed may have ended while the intent was being stored.
local function waiting_for(self, event)
    local ids = {}
    for _, id in ipairs(event.ids) do
        if self.state.by_id[id].step == "intent" then ids[#ids + 1] = id end
    end
    return ids
end

function durable.intent(self, event)
    local ids, since = waiting_for(self, event), self.view.cleared_since
    if #ids == 0 then return end
    self.view.window = self.spec.window and self.window:read()
    local why = clearance.still(self.spec, self.state, self.view, clock(), since)
    if not why and clock() < event.send_by then return send(self, ids, event.send_by) end
    self:append { { kind = "withdrawn", ids = ids, reason = why or "the journal took too long" } }
end

-- Withdraws the intent without a request: the next process would not know of the request, and would send it
-- again.
function without_journal.intent(self, event)
    local ids = waiting_for(self, event)
    if #ids == 0 then return end
    self:append { { kind = "withdrawn", ids = ids, reason = self.journal_problem } }
end

-- Sets the time limit of an instance as if it was not forced: `reboot_timeout` after its first request.
local function wait_without_force(self, id)
    local row, seen = self.state.by_id[id], self.seen[id]
    if not seen then return end
    seen.return_by = row.asked_at + self.spec.reboot_timeout
    self:touch(id)
end

function without_journal.forced(self, event) wait_without_force(self, event.id) end

function durable.forced(self, event)
    local row = self.state.by_id[event.id]
    if row.step ~= "returning" then return end
    self.work:ask(row.name, function() return cloud.force(event.id, event.send_by) end, function(answer)
        local problem = answer.ok and answer[1] or not answer.ok and report.text_of(answer.err)
        if not problem then return end
        self:note("%s could not be forced: %s", event.id, problem)
        wait_without_force(self, event.id)
    end)
end

return { durable = durable, without_journal = without_journal }

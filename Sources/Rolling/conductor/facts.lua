-- Learns the facts that a decision needs. A task of its own asks a port for each fact; the answer becomes a
-- part of the view.

local need = ...
local world = need "world"
local clock, log, task, try, zec = world.clock, world.log, world.task, world.try, world.zec
local decide, batch, clearance = need "core/decide", need "core/batch", need "core/clearance"
local second_look, text = need "core/second_look", need "core/text"
local question, blockers, approval = need "world/question", need "ports/blockers", need "ports/approval"
local cloud, report = need "ports/cloud", need "sinks/report"
local stopping = need "conductor/stopping"

local facts = {}

-- Stops the roll because the cloud did not tell in time which instances are down. Does nothing if a request
-- to stop or the deadline ended the wait.
local function stop_unseen(self, problem)
    if self.state.stopped or stopping.is_ending(self) then return end
    local why = ("waited %s for the status of the instances: %s"):format(
        text.duration(self.spec.blocker_deadline), problem)
    self:append { { kind = "stopping", by = "blocked", text = why } }
end

-- Calls `fn()`, which only prepares a reboot, in a task, and passes two results to `take`. Does not call
-- `take` if the roll ended the task early; an error stops the roll.
local function ask(self, key, name, fn, take)
    self.work:prepare(name, fn, function(answer)
        self.view.pending[key], self.view.pending_count = nil, self.view.pending_count - 1
        if answer.is_ended then return end
        if not answer.ok then return self:fail(answer.err) end
        take(answer[1], answer[2])
    end)
end

local learn = {}

function learn.look(self, answer, key)
    local view, patience = self.view, self.spec.blocker_deadline
    local age = (answer.batch or self.spec.drain) and clearance.LOOK_AGE or math.huge
    local read = function() return self.fleet:look_patiently(patience, age, answer.keep or 0) end
    ask(self, key, "a look at all instances", read, function(look, problem)
        if not look then return stop_unseen(self, problem) end
        self:append(second_look.events(self.state, look))
        view.look, view.looked_at = look, clock()
    end)
end

-- The limits of concurrent calls of `only_if`, and of concurrent requests for an uptime.
local CONSENTS, UPTIMES = 64, 32

function learn.consents(self, answer, key)
    local view, fn, found = self.view, self.spec.only_if, {}
    local ask_script = function()
        task.each(answer.ids, function(id)
            local ok, value = question.ask(question.LIMIT, fn, id, self.inventory[id])
            found[id] = { ok = ok, value = value, at = clock() }
        end, { concurrency = CONSENTS })
    end
    ask(self, key, "only_if", ask_script, function()
        for _, id in ipairs(answer.ids) do view.consents[id] = found[id] end
    end)
end

function learn.before(self, answer, key)
    local read = function() return self.evidence:read_before(answer.ids, self.inventory) end
    ask(self, key, "evidence", read, function(values, problems)
        self.view.before[answer.batch] = { values = values, problems = problems }
    end)
end

-- Skips the instances that booted within `skip_if_booted_since`, as the monitoring measured. An instance
-- without data is rebooted.
local function skip_recently_booted(self, uptimes)
    local list = {}
    for _, row in ipairs(self.state.rows) do
        local seconds = uptimes[row.id]
        local is_recent = type(seconds) == "number" and seconds <= self.spec.skip_if_booted_since
        if row.step == "planned" and is_recent then
            list[#list + 1] = {
                kind = "ended", id = row.id, outcome = "skipped", excused = true,
                reason = ("was booted %s ago"):format(text.duration(seconds)),
            }
        end
    end
    self:append(list)
end

function learn.uptimes(self, _, key)
    local found = {}
    local read = function()
        task.each(self.state.rows, function(row) found[row.id] = try(zec.uptime, row.id) end,
            { concurrency = UPTIMES })
    end
    ask(self, key, "the uptimes", read, function()
        self.view.has_uptimes = true
        skip_recently_booted(self, found)
    end)
end

-- Skips the instances for which a script requested a reboot with an unknown result: the request may still
-- take effect.
function facts.leave_out_requested(self)
    local ids, list = {}, {}
    for _, row in ipairs(self.state.rows) do
        if row.step == "planned" and not row.is_reserved then ids[#ids + 1] = row.id end
    end
    local found, err = try(cloud.unresolved, ids)
    if not found then
        local words = "%s: the journals could not be searched for reboots that scripts have asked for, so no "
            .. "instance is left out for that: %s"
        return log.warn(words, self.spec.name, report.text_of(err))
    end
    for _, id in ipairs(ids) do
        if found[id] then
            list[#list + 1] = { kind = "ended", id = id, outcome = "skipped", reason = found[id] }
        end
    end
    self:append(list)
end

local is_coming = { planned = true, draining = true, drained = true }

-- Returns the ids of the instances that are still to be rebooted, drained or not.
local function coming_ids(self)
    local ids = {}
    for _, row in ipairs(self.state.rows) do
        if is_coming[row.step] then ids[#ids + 1] = row.id end
    end
    return ids
end

function learn.blockers(self, _, key)
    local asked_at, ids = clock(), coming_ids(self)
    local ask_script = function() return blockers.reason(self.spec.blockers, ids) end
    ask(self, key, "a question", ask_script, function(reason)
        self.view.blockers = { reason = reason, asked_at = asked_at, at = clock() }
    end)
end

function learn.approval(self, _, key)
    local asked = self.state.question
    local approve = decide.approver(self.spec, asked.subject)
    local function tell(problem) log.warn("%s: no approval: %s", self.spec.name, problem) end
    local wait = function() return approval.wait(approve, asked.text, asked.wait_until, tell) end
    ask(self, key, "approval", wait, function(by)
        if by then self.view.approval = { since = asked.since, by = by } end
    end)
end

-- Returns the key in `view.since` for the time since when a batch is prepared or the next batch is chosen.
function facts.episode(answer)
    return answer.batch and batch.key(answer.batch) or decide.CHOICE
end

-- Learns a missing fact. If the roll is ending, does not ask for the fact: it is of no use then.
function facts.learn(self, answer)
    local key, place = decide.key_of(answer), facts.episode(answer)
    self.view.since[place] = self.view.since[place] or clock()
    self.view.pending[key], self.view.pending_count = true, self.view.pending_count + 1
    if stopping.is_ending(self) then return end
    learn[answer.needs](self, answer, key)
end

return facts

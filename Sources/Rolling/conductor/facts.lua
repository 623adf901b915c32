-- Learns the facts that a decision needs: each is asked of a port in a task of its own, and becomes a part of
-- the view.

local need = ...
local world = need "world"
local clock, log, task, try, zec = world.clock, world.log, world.task, world.try, world.zec
local decide, batch, clearance = need "core/decide", need "core/batch", need "core/clearance"
local second_look, text = need "core/second_look", need "core/text"
local question, blockers, approval = need "world/question", need "ports/blockers", need "ports/approval"
local stopping = need "conductor/stopping"

local facts = {}

-- Stops the roll because the cloud does not say what is down; not where the request to stop, or the deadline,
-- ended the wait.
local function stop_unseen(self, problem)
    if self.state.stopped or stopping.is_ending(self) then return end
    self:append { { kind = "stopping", by = "blocked", text = "nobody can say who is down: " .. problem } }
end

local learn = {}

function learn.look(self, answer, key)
    local view, spec = self.view, self.spec
    local age = answer.batch and clearance.LOOK_AGE or math.huge
    local look = function() return self.fleet:look_patiently(spec.blocker_deadline, age, answer.keep or 0) end
    self.work:prepare("a look at all instances", look, function(found)
        view.pending[key] = nil
        if found.is_ended then return end
        if not found.ok then return self:fail(found.err) end
        if not found[1] then return stop_unseen(self, found[2]) end
        self:append(second_look.events(self.state, found[1]))
        view.look, view.looked_at = found[1], clock()
    end)
end

-- How many instances the script is asked about at the same time.
local CONCURRENCY = 64

function learn.consents(self, answer, key)
    local view, fn = self.view, self.spec.only_if
    local found = {}
    local ask_script = function()
        task.each(answer.ids, function(id)
            local ok, value = question.ask(question.LIMIT, fn, id, self.inventory[id])
            found[id] = { ok = ok, value = value, at = clock() }
        end, { concurrency = CONCURRENCY })
    end
    self.work:prepare("only_if", ask_script, function(asked)
        view.pending[key] = nil
        if asked.ok == false then return self:fail(asked.err) end
        if asked.is_ended then return end
        for _, id in ipairs(answer.ids) do view.consents[id] = found[id] end
    end)
end

function learn.before(self, answer, key)
    local view = self.view
    local read = function() return self.evidence:read_before(answer.ids, self.inventory) end
    self.work:prepare("evidence", read, function(found)
        view.pending[key] = nil
        if found.ok == false then return self:fail(found.err) end
        view.before[answer.batch] = { values = found[1] or {}, problems = found[2] or {} }
    end)
end

-- How many uptimes are read at the same time.
local UPTIMES = 32

-- Leaves out the instances that were booted lately, by what the monitoring measured; where it says nothing
-- they are rebooted.
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
    local view, found, ids = self.view, {}, {}
    for i, row in ipairs(self.state.rows) do ids[i] = row.id end
    local read = function()
        task.each(ids, function(id) found[id] = try(zec.uptime, id) end, { concurrency = UPTIMES })
    end
    self.work:prepare("the uptimes", read, function(answer)
        view.pending[key] = nil
        if answer.ok == false then return self:fail(answer.err) end
        if answer.is_ended then return end
        view.has_uptimes = true
        skip_recently_booted(self, found)
    end)
end

local is_coming = { planned = true, draining = true, drained = true }

-- The instances that are still to be rebooted, be they drained or not.
local function coming_ids(self)
    local ids = {}
    for _, row in ipairs(self.state.rows) do
        if is_coming[row.step] then ids[#ids + 1] = row.id end
    end
    return ids
end

function learn.blockers(self, _, key)
    local view, asked_at, ids = self.view, clock(), coming_ids(self)
    local ask_script = function() return blockers.reason(self.spec.blockers, ids) end
    self.work:prepare("a question", ask_script, function(found)
        view.pending[key] = nil
        if found.ok == false then return self:fail(found.err) end
        if found.is_ended then return end
        view.blockers = { reason = found[1], asked_at = asked_at, at = clock() }
    end)
end

function learn.approval(self, _, key)
    local view, asked = self.view, self.state.question
    local approve = decide.approver(self.spec, asked.subject)
    local function tell(problem) log.warn("%s: no approval: %s", self.spec.name, problem) end
    local wait = function() return approval.wait(approve, asked.text, asked.wait_until, tell) end
    self.work:prepare("approval", wait, function(found)
        view.pending[key] = nil
        if found.ok == false then return self:fail(found.err) end
        if found[1] then view.approval = { since = asked.since, by = found[1] } end
    end)
end

-- The key under which the view keeps since when a batch is prepared, or the next one is chosen.
function facts.episode(answer)
    return answer.batch and batch.key(answer.batch) or decide.CHOICE
end

-- Learns a fact that is missing, unless the roll is ending: then it is of no use.
function facts.learn(self, answer)
    local key, place = decide.key_of(answer), facts.episode(answer)
    self.view.since[place] = self.view.since[place] or clock()
    self.view.pending[key] = true
    if stopping.is_ending(self) then return end
    learn[answer.needs](self, answer, key)
end

return facts

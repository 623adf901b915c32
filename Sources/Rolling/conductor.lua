-- The only loop of a roll, and the only owner of its state: it observes, decides, appends and acts.
--
-- Ports answer on the loop; what they answer becomes an event where it changes the state, and otherwise a part of the
-- view. Nothing that the loop calls waits, but the loop itself.

local need = ...
local world = need "world"
local host, clock, now, log, task, try = world.host, world.clock, world.now, world.log, world.task, world.try
local events, state, decide, batch, clearance = need "core/events", need "core/state", need "core/decide",
    need "core/batch", need "core/clearance"
local follow, second_look, ending, way, permission = need "core/follow", need "core/second_look", need "core/ending",
    need "core/way", need "core/permission"
local deadlines, evidence, text = need "core/deadlines", need "core/evidence", need "core/text"
local work, question = need "world/work", need "world/question"
local cloud, blockers, approval, traffic = need "ports/cloud", need "ports/blockers", need "ports/approval", need "ports/traffic"
local fleet, poller, health, proof, window = need "ports/fleet", need "ports/poller", need "ports/health",
    need "ports/proof", need "ports/window"
local log_sink, notify, progress, rehearsal, report = need "sinks/log", need "sinks/notify", need "sinks/progress",
    need "sinks/rehearsal", need "sinks/report"

local Conductor = {}
Conductor.__index = Conductor

local conductor = {}

-- MARK: Making one

-- `roll` is what was planned: { spec =, members =, inventory =, plan = }; `journal` keeps its events.
function conductor.new(roll, journal)
    local spec = roll.spec
    local self = setmetatable({
        roll = roll, spec = spec, inventory = roll.inventory, journal = journal, state = state.new(),
        view = { consents = {}, before = {}, lacks = {}, since = {}, pending = {} },
        seen = {}, dirty = {}, due = deadlines.new(), work = work.new(), sinks = {},
        checker = health.new(spec.health_check), evidence = proof.new(spec),
    }, Conductor)
    self.window = window.new(spec, function() return self.state.recoveries:percentile(95) end)
    self.poller = poller.new {
        intervals = spec.poll, first_look = function() return self.state.boots:percentile(10) or 0 end,
        seen = function(entry) self:touch(entry.id) end,
    }
    self.notifier = notify.new(spec.notify, spec.name)
    return self
end

-- The same for a roll that an earlier process has begun: it goes on from the events that `journal` has kept.
function conductor.resume(roll, journal)
    local self = conductor.new(roll, journal)
    for _, event in ipairs(journal:read()) do state.apply(self.state, event) end
    self.is_resumed = true
    return self
end

-- MARK: Events

-- An instance is to be decided about anew.
function Conductor:touch(id)
    local seen = self.seen[id]
    if not seen or seen.is_dirty or self.advancing == id then return end
    seen.is_dirty = true
    self.dirty[#self.dirty + 1] = id
    host.wake(self.work.ticket)
end

local is_polled = { intent = true, accepted = true, unknown = true, returning = true }

-- What was answered about an instance at its last step is forgotten; it is watched from its request until it is back.
local function keep_in_sight(self, id)
    local row, seen = self.state.by_id[id], self.seen[id]
    if seen and not is_polled[row.step] then self.poller:forget(seen) end
    if not way.is_in_flight(row) or row.step == "drained" then
        self.seen[id] = nil
        self.due:set(id, nil)
        return
    end
    if not seen then
        seen = { id = id }
        self.seen[id] = seen
    end
    seen.hook, seen.proof, seen.well, seen.answer, seen.asking, seen.since = nil, nil, nil, nil, nil, clock()
    if row.step == "intent" then
        seen.status, seen.has_left, seen.looked_at, seen.tried_at, seen.wanted_since = nil, nil, nil, nil, nil
        self.poller:watch(seen, row.asked_at)
    end
    self:touch(id)
end

-- An instance that is under way no more and may be down is in no look until now.
local function forget_looks(self, row, from)
    if not way.is_in_flight { step = from } or way.is_in_flight(row) or row.step == "done" then return end
    self.fleet:forget()
    self.view.look = nil
end

local function ids_of(event) return event.id and { event.id } or event.kind ~= "opened" and event.ids or {} end

-- Stores an event, changes the state by it, and tells the sinks.
local function append_one(self, event)
    local before, ids = {}, ids_of(event)
    for i, id in ipairs(ids) do
        local row = self.state.by_id[id]
        before[i] = { step = row.step, steps = #row.steps }
    end
    event.seq, event.at, event.time = self.state.seq + 1, clock(), now()
    events.check(event)
    self.journal:append(event)
    state.apply(self.state, event)
    for i, id in ipairs(ids) do
        local row = self.state.by_id[id]
        if #row.steps > before[i].steps then
            keep_in_sight(self, id)
            forget_looks(self, row, before[i].step)
        end
    end
    for _, sink in ipairs(self.sinks) do sink:take(event, self.state) end
end

-- What an event makes the roll do once it is durable.
local effect = {}

local function begin_effects(self, list)
    for _, event in ipairs(list) do
        for _, id in ipairs(ids_of(event)) do
            local seen = self.seen[id]
            if seen and seen.asking == "journal" then seen.asking = nil end
            self:touch(id)
        end
        local begin = effect[event.kind]
        if begin then begin(self, event) end
    end
end

-- Appends events together. Those that precede an effect are waited for, without holding up the loop.
function Conductor:append(list)
    local awaited = {}
    for _, event in ipairs(list) do
        append_one(self, event)
        if events.is_awaited(event) then awaited[#awaited + 1] = event end
    end
    if #awaited == 0 then return end
    if self.journal:is_durable() then return begin_effects(self, awaited) end
    for _, event in ipairs(awaited) do
        for _, id in ipairs(ids_of(event)) do
            if self.seen[id] then self.seen[id].asking = "journal" end
        end
    end
    self.work:ask("journal", function() self.journal:wait() end, function(answer)
        if not answer.ok then return self:fail(answer.err) end
        begin_effects(self, awaited)
    end)
end

function Conductor:note(text, ...) self:append { { kind = "note", text = text:format(...) } } end

-- MARK: Stopping

-- What asks the roll to stop: a signal, a time limit or a cancellation; nil where nothing does. The shield around the
-- roll keeps the cancellation from its own tasks.
local function stop_request(self)
    if world.script.stopping() then return { by = "signal", reason = "the run was asked to stop" } end
    if host.is_cancelled() or self.slot ~= nil and host.is_cancelled(self.slot, self.serial) then
        return { by = "cancelled", reason = "its task was cancelled or timed out" }
    end
end

local function seconds_to_deadline(self) return permission.deadline(self.spec, self.state) - clock() end

-- Whether nothing is begun any more, whatever else holds: work that only prepares a reboot is of no use then.
local function is_ending(self) return self.view.stop ~= nil or seconds_to_deadline(self) <= 0 end

local function names_in_flight(self)
    local names = {}
    for _, row in ipairs(self.state.rows) do
        if way.is_in_flight(row) then names[#names + 1] = row.name end
    end
    return names
end

-- Takes in a request to stop: names the instances that are in flight, for a second request ends the program before the
-- report.
local function take_stop(self, stop)
    self.view.stop = stop
    self.work:end_preparing()
    if self.last_look then self.work:cancel(self.last_look) end
    local names = names_in_flight(self)
    if #names == 0 then return end
    log.warn("%s: in flight: %s", self.spec.name, table.concat(names, ", ", 1, math.min(#names, 100)))
end

-- At the deadline, and at a request to stop, what only prepares reboots ends.
local function watch_for_the_end(self)
    host.daemon() -- the roll does not wait for it
    local has_passed = false
    while true do
        local stop = stop_request(self)
        if stop then return self.work:post(function() take_stop(self, stop) end) end
        local left = seconds_to_deadline(self)
        if left <= 0 and not has_passed then
            has_passed = true
            self.work:post(function() self.work:end_preparing() end)
        end
        host.rest("a request to stop", left > 0 and math.max(math.min(left, 3600), 0.001) or 3600)
    end
end

-- Kinds of errors that are mistakes of the program, or end more than this roll.
local IS_RAISED = { internal = true, usage = true, deadlock = true, memory = true, output = true }

-- An error that the roll can't go on with. One of the cloud is told by the report; any other is raised after the report.
function Conductor:fail(err)
    local is_told = type(err) == "table" and type(err.kind) == "string" and not IS_RAISED[err.kind]
        and not host.ends_task(err)
    if not is_told then self.error = self.error or err end
    if self.state.stopped then return end
    self:append { { kind = "stopping", by = "error", text = report.text_of(err) } }
end

-- Stops the roll because the cloud does not say what is down; by the request to stop or the deadline where one of them
-- ended the wait.
local function stop_unseen(self, problem)
    if self.state.stopped or is_ending(self) then return end
    self:append { { kind = "stopping", by = "blocked", text = "nobody can say who is down: " .. problem } }
end

-- MARK: Instances

-- An instance that can't be followed to its end: the others are, and the roll begins nothing more.
local function give_up(self, row, err)
    self:fail(err)
    if not way.is_over(row) then self:append { follow.abandon(row, report.text_of(err)) } end
end

-- Delivers an answer to the row for which it was asked, unless that has moved on.
local function for_row(self, id, take)
    local seen, row = self.seen[id], self.state.by_id[id]
    local since = seen.since
    return function(answer)
        if self.seen[id] ~= seen or seen.since ~= since then return end
        seen.asking = nil
        if answer.ok == false then return give_up(self, row, answer.err) end
        take(seen, row, answer)
        self:touch(id)
    end
end

local ask = {}

local function call_hook(self, name, row)
    local spec, item = self.spec, self.inventory[row.id]
    local call = function() return traffic.call(spec, name, row.id, item) end
    local take = for_row(self, row.id, function(seen, _, answer) seen.hook = answer.is_ended and {} or answer[1] end)
    if name == "drain" then
        if is_ending(self) then return take { is_ended = true } end
        return self.work:prepare(row.name, call, take)
    end
    self.work:ask(row.name, call, take)
end

function ask.drain(self, row) call_hook(self, "drain", row) end

function ask.undrain(self, row) call_hook(self, "undrain", row) end

function ask.proof(self, row)
    local item, asked_at = self.inventory[row.id], clock()
    local kind, before = self.evidence.kind, row.evidence.before
    local looks = self.seen[row.id].proof and self.seen[row.id].proof.looks or 0
    local read = function() return self.evidence:read(row.id, item) end
    self.work:ask(row.name, read, for_row(self, row.id, function(seen, _, answer)
        seen.proof = {
            differs = evidence.differs(kind, before, answer[1]), proof = evidence.proof(kind), after = answer[1],
            looks = looks + 1, asked_at = asked_at, at = clock(),
        }
        seen.problem = answer[2] or seen.problem
    end))
end

local function ask_health(self, row, read)
    local asked_at = clock()
    self.work:ask(row.name, read, for_row(self, row.id, function(seen, _, answer)
        local in_a_row = answer[1] and (seen.well and seen.well.in_a_row or 0) + 1 or 0
        seen.well = { ok = answer[1], why = answer[2], in_a_row = in_a_row, asked_at = asked_at, at = clock() }
        if answer[1] then self.fleet:note_well(row.id, asked_at) end
    end))
end

function ask.health(self, row)
    local item = self.inventory[row.id]
    ask_health(self, row, function() return self.checker:look(row.id, item) end)
end

function ask.well(self, row)
    local item = self.inventory[row.id]
    ask_health(self, row, function() return self.checker:is_well(row.id, item) end)
end

-- Decides about one instance until it has to wait.
local function advance(self, id)
    self.advancing = id
    while true do
        local row, seen = self.state.by_id[id], self.seen[id]
        if not seen then return end
        seen.is_dirty = nil
        if seen.fatal and is_polled[row.step] then return give_up(self, row, seen.fatal) end
        local answer = follow.next(self.spec, self.state, row, seen, clock())
        if answer.ask == "look" then
            self.poller:look_now(seen)
        elseif answer.ask then
            seen.asking = answer.ask
            return ask[answer.ask](self, row)
        end
        if not answer.event then return self.due:set(id, answer.wake_at) end
        self:append { answer.event }
    end
end

local function advance_all(self)
    local id = self.due:take(clock())
    while id do
        self:touch(id)
        id = self.due:take(clock())
    end
    if #self.dirty == 0 then return false end
    local dirty = self.dirty
    self.dirty = {}
    for _, touched in ipairs(dirty) do advance(self, touched) end
    self.advancing = nil
    return true
end

-- MARK: Effects

local function send(self, event)
    local ask_cloud = function() return cloud.reboot(event.ids, event.send_by) end
    self.work:ask("ask", ask_cloud, function(answer)
        if not answer.ok then return self:fail(answer.err) end
        for _, id in ipairs(event.ids) do
            local seen = self.seen[id]
            if seen then
                seen.answer = answer[1][id]
                self:touch(id)
            end
        end
    end)
end

function effect.intent(self, event)
    local since = self.view.cleared_since
    self.view.window = self.spec.window and self.window:read()
    local why = clearance.still(self.spec, self.state, self.view, clock(), since)
    if not why and clock() < event.send_by then return send(self, event) end
    self:append { { kind = "withdrawn", ids = event.ids, reason = why or "the journal took too long" } }
end

function effect.forced(self, event)
    local row, spec = self.state.by_id[event.id], self.spec
    self.work:ask(row.name, function() return cloud.force(event.id, event.send_by) end, function(answer)
        local problem = answer.ok and answer[1] or not answer.ok and report.text_of(answer.err)
        if not problem then return end
        self:note("%s could not be forced: %s", event.id, problem)
        local seen = self.seen[event.id]
        if not seen then return end
        seen.return_by = row.asked_at + spec.reboot_timeout
        self:touch(event.id)
    end)
end

-- MARK: Facts

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

-- Leaves out the instances that were booted lately, by what the monitoring measured; where it says nothing they are
-- rebooted.
local function skip_recently_booted(self, uptimes)
    local list = {}
    for _, row in ipairs(self.state.rows) do
        local seconds = uptimes[row.id]
        if row.step == "planned" and type(seconds) == "number" and seconds <= self.spec.skip_if_booted_since then
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
        task.each(ids, function(id) found[id] = try(world.zec.uptime, id) end, { concurrency = UPTIMES })
    end
    self.work:prepare("the uptimes", read, function(answer)
        view.pending[key] = nil
        if answer.ok == false then return self:fail(answer.err) end
        if answer.is_ended then return end
        view.has_uptimes = true
        skip_recently_booted(self, found)
    end)
end

-- The instances that are still to be rebooted, be they drained or not.
local function coming_ids(self)
    local ids = {}
    for _, row in ipairs(self.state.rows) do
        if row.step == "planned" or row.step == "draining" or row.step == "drained" then ids[#ids + 1] = row.id end
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
local function episode(answer) return answer.batch and batch.key(answer.batch) or decide.CHOICE end

-- Learns a fact that is missing, unless the roll is ending: then it is of no use.
local function begin_to_learn(self, answer)
    local key, place = decide.key_of(answer), episode(answer)
    self.view.since[place] = self.view.since[place] or clock()
    self.view.pending[key] = true
    if is_ending(self) then return end
    learn[answer.needs](self, answer, key)
end

-- MARK: The loop

-- Forgets what was learnt for a batch, or for the choice of one, that is not being prepared any more.
local function end_episode(self, answer)
    if answer.needs then return end
    if answer.batch then
        self.view.lacks[answer.batch] = answer.lack or self.view.lacks[answer.batch]
    elseif not answer.wake_at or not next(self.view.pending) then
        self.view.since[decide.CHOICE] = nil
    end
end

-- Decides about the roll once; returns until when it may wait, or nil where more is to be decided at once.
local function decide_once(self)
    local view = self.view
    view.window = self.spec.window and self.window:read() or nil
    local answer = decide.next(self.spec, self.state, view, clock())
    end_episode(self, answer)
    if answer.over then
        self.is_over = true
    elseif answer.events then
        local key = answer.batch and batch.key(answer.batch)
        if key then view.cleared_since, view.since[key] = view.since[key], nil end
        self:append(answer.events)
    elseif answer.needs then
        begin_to_learn(self, answer)
    else
        return answer.wake_at
    end
    return nil
end

local function turn(self)
    if self.work:deliver() or advance_all(self) then return end
    local wake_at = decide_once(self)
    if not wake_at or self.is_over or #self.dirty > 0 then return end
    self.work:wait(math.max(0, math.min(wake_at, self.due:first()) - clock()))
end

-- MARK: The course

-- The first event of a roll.
local function opening(roll)
    local ids, names, groups = {}, {}, {}
    for i, member in ipairs(roll.members) do ids[i], names[i], groups[i] = member.id, member.name, member.group end
    return {
        kind = "opened", name = roll.spec.name, plan = roll.plan.hash, ids = ids, names = names, groups = groups,
    }
end

-- The state of a roll of which nothing was done.
function conductor.opened(roll)
    local event = opening(roll)
    event.seq, event.at, event.time = 1, clock(), now()
    return state.apply(state.new(), event)
end

-- What an earlier process has left under way: its requests without an answer are unknown, and never sent again; every
-- instance is followed on from its row.
local function take_up(self)
    local unanswered = {}
    for _, row in ipairs(self.state.rows) do
        if way.is_in_flight(row) then keep_in_sight(self, row.id) end
        if row.step == "intent" then
            unanswered[#unanswered + 1] = row.id
        elseif is_polled[row.step] then
            self.seen[row.id].has_left = row.was_seen_leaving
            self.poller:watch(self.seen[row.id], row.asked_at)
        end
    end
    if #unanswered == 0 then return end
    self:append { {
        kind = "answered", ids = unanswered, answer = "unknown", reason = "the process ended before an answer came",
    } }
end

-- Tells that the roll begins; it waits first where its start is left to chance.
local function begin(self)
    self.notifier:tell("start", ("%d %s, at most %d down at a time"):format(#self.state.rows,
        #self.state.rows == 1 and "instance" or "instances", self.spec.numbers.max_unavailable))
    log.info("%s: %d %s, at most %d down at a time", self.spec.name, #self.state.rows,
        #self.state.rows == 1 and "instance" or "instances", self.spec.numbers.max_unavailable)
    local jitter = self.spec.start_jitter
    if jitter > 0 then
        self:append { { kind = "waiting", reason = "jitter", wait_until = clock() + host.random() * jitter } }
    end
end

-- Starts what runs beside the loop.
local function start(self)
    self.slot, self.serial = host.current_task()
    self.poller_task = task.spawn("poller", self.poller.run, self.poller)
    self.notifier:start()
    self.line = progress.new(self.spec.name, #self.roll.members)
    self.sinks = { self.line, log_sink.new(self.spec.name), self.notifier }
    if world.rehearse.active() then table.insert(self.sinks, 1, rehearsal.new()) end
    if not self.is_resumed then self:append { opening(self.roll) } end
    self.fleet = fleet.new {
        rows = self.state.rows, by_id = self.state.by_id, inventory = self.inventory, checker = self.checker,
    }
    self.watcher = task.spawn("watcher", watch_for_the_end, self)
    if self.is_resumed then take_up(self) else begin(self) end
end
-- MARK: The end

-- How old the last look may be, how long it may be tried, and for how long good health counts in it, in seconds.
local LAST_LOOK_AGE, LAST_LOOK_PATIENCE, LAST_LOOK_KEEPS = 20, 300, 5

-- How long the last look may take once the run was asked to stop, in seconds.
local PATIENCE_AT_A_STOP = 6

-- After a request to stop: what can be learnt in a few seconds.
local function hasty_look(self)
    local began = clock()
    local look, err = try(task.timeout, PATIENCE_AT_A_STOP, self.fleet.look, self.fleet, true)
    if look then return look end
    local partial = self.fleet.partial
    if partial and partial.at >= began then return partial end
    return nil, report.text_of(err)
end

local function last_look(self)
    if self.view.stop then return hasty_look(self) end
    local found
    self.last_look = self.work:ask("the last look", function()
        return self.fleet:look_patiently(LAST_LOOK_PATIENCE, LAST_LOOK_AGE, LAST_LOOK_KEEPS, true)
    end, function(answer) found = answer end)
    while not found do
        if not self.work:deliver() then self.work:wait(math.huge) end
    end
    self.last_look = nil
    if found.is_ended then return hasty_look(self) end
    if not found.ok then error(found.err, 0) end
    return found[1], found[2]
end

local function look_again(self)
    if self.state.headcount:at "done" == 0 then return end
    local look, problem = last_look(self)
    self:append(look and second_look.events(self.state, look) or second_look.give_up(self.state, problem))
end

-- What the last look has found counts as any other failure.
local function count_failures(self)
    local excess = permission.excess(self.spec, self.state)
    if not excess or self.state.stopped then return end
    if self.state.headcount:at "planned" > 0 then
        self:append { { kind = "stopping", by = "failures", text = excess } }
    else
        self:note("too much has failed: %s", excess)
    end
end

-- Does one step of the end; an error in it does not keep the others from being done, and is raised after them.
local function attempt(self, step, ...)
    local _, err = try(step, ...)
    if err then
        log.error("%s: at the end of the roll: %s", self.spec.name, report.text_of(err))
        self.error = self.error or err
    end
    return err
end

local function close_poller(self)
    self.poller:close()
    self.poller_task:cancel "the roll is over"
    local ok, err = pcall(self.poller_task.wait, self.poller_task)
    if not ok and self.poller_task:status() == "failed" then error(err, 0) end
end

-- The exit code of a roll whose report could not be written, where nothing else went wrong.
local REPORT_LOST = 4

-- A roll that went well, but whose report can't be read, has not gone well.
local function write_report(self, made)
    if not report.write(made, self.spec.report) and made.exit_code == 0 then made.exit_code = REPORT_LOST end
end

local function tell_end(self, totals, code)
    local was_begun = totals.done + totals.failed + totals.uncertain > 0
    local ends = { [0] = "done", [7] = was_begun and "stopped" or "not_run", [8] = "done" }
    local text = ("%d done, %d failed, %d uncertain, %d skipped, %d not started"):format(
        totals.done, totals.failed, totals.uncertain, totals.skipped, totals.not_started)
    local stopped = self.state.stopped
    if stopped then text = ("stopped: %s; %s"):format(stopped.reason, text) end
    self.notifier:tell(ends[code] or "failure", text, { totals = totals, exit_code = code })
end

-- Ends the roll and returns its report.
local function conclude(self)
    local err = attempt(self, look_again, self)
    if err then attempt(self, self.append, self, second_look.give_up(self.state, report.text_of(err))) end
    attempt(self, count_failures, self)
    self:append(ending.settle(self.state))
    attempt(self, close_poller, self)
    local totals = ending.totals(self.state)
    local code = ending.exit_code(self.spec, self.state, totals)
    self:append { { kind = "closed", exit_code = code } }
    local made = report.make(self.state, self.spec.numbers, totals, code)
    self.line:finish()
    attempt(self, report.print, self.state, totals)
    if self.spec.report then attempt(self, write_report, self, made) end
    attempt(self, tell_end, self, totals, made.exit_code)
    self.notifier:close()
    return made
end

-- Rolls, and returns the report.
function Conductor:run()
    start(self)
    local ok, err = pcall(function()
        repeat turn(self) until self.is_over
    end)
    if not ok then
        local stop = stop_request(self)
        if stop and not self.state.stopped then
            self:append { { kind = "stopping", by = stop.by, text = stop.reason } }
        end
        self:fail(err)
    end
    local made = conclude(self)
    self.watcher:cancel "the roll is over"
    if self.error then error(self.error, 0) end
    return made
end

return conductor

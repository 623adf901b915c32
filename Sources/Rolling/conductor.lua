-- Runs the loop of a roll: it observes, decides, appends events and acts. Only this loop changes the state of
-- the roll.
--
-- The answers of ports are delivered on the loop. An answer that changes the state becomes an event; any
-- other answer becomes a part of the view. No function that the loop calls waits; only the loop itself waits.

local need = ...
local world = need "world"
local host, clock, now, log, task, try =
    world.host, world.clock, world.now, world.log, world.task, world.try
local events, state, decide, batch = need "core/events", need "core/state", need "core/decide",
    need "core/batch"
local way, deadlines, text, lives, waits =
    need "core/way", need "core/deadlines", need "core/text", need "core/lives", need "core/waits"
local retry = need "core/retry"
local fleet, poller = need "ports/fleet", need "ports/poller"
local health, proof, window = need "ports/health", need "ports/proof", need "ports/window"
local log_sink, notify, progress = need "sinks/log", need "sinks/notify", need "sinks/progress"
local rehearsal, report = need "sinks/rehearsal", need "sinks/report"
local work, stopping, instances, facts, conclusion = need "world/work", need "conductor/stopping",
    need "conductor/instances", need "conductor/facts", need "conductor/conclusion"
local effects, resumption, narration = need "conductor/effects", need "conductor/resumption",
    need "conductor/narration"

local Conductor = {}
Conductor.__index = Conductor

local conductor = {}

-- MARK: Construction

-- Makes the conductor of an admitted roll: { spec =, members =, inventory =, plan =, life =, options =,
-- selection = }. `journal` keeps the events of the roll.
function conductor.new(roll, journal)
    local spec = roll.spec
    local self = setmetatable({
        roll = roll, spec = spec, inventory = roll.inventory, journal = journal, state = state.new(),
        view = { consents = {}, before = {}, lacks = {}, since = {}, pending = {}, pending_count = 0 },
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

-- Makes the conductor of a roll that an earlier process began. The roll goes on from the events in `journal`.
function conductor.resume(roll, journal)
    local self = conductor.new(roll, journal)
    self.state = roll.earlier or lives.fold(journal:read(), clock(), now())
    self.is_resumed = true
    return self
end

-- MARK: Events

-- Marks an instance for a new decision, and wakes the loop.
function Conductor:touch(id)
    local seen = self.seen[id]
    if not seen or seen.is_dirty or self.advancing == id then return end
    seen.is_dirty = true
    self.dirty[#self.dirty + 1] = id
    self.work:wake()
end

-- Forgets what the ports answered about an instance at its last step. The poller watches the instance from
-- its reboot request until it is RUNNING again.
function Conductor:keep_in_sight(id)
    local row, seen = self.state.by_id[id], self.seen[id]
    if seen and not instances.is_polled[row.step] then self.poller:forget(seen) end
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

-- Discards the last look if an instance is no longer in flight and not done: such an instance may be down,
-- and no look until now shows that.
local function forget_looks(self, row, from)
    if not way.is_in_flight { step = from } or way.is_in_flight(row) or row.step == "done" then return end
    self.fleet:forget()
    self.view.look = nil
end

-- Returns the ids of the instances whose rows an event changes.
local function ids_of(event)
    if event.kind == "opened" then return {} end
    return event.id and { event.id } or event.ids or {}
end

-- Events that begin something new. They do not happen without a journal.
local IS_BEGINNING = { draining = true, intent = true, forced = true }

-- Stops the roll because the journal can't keep an event that an effect waits for. The roll begins nothing
-- new; it follows the instances in flight to their end, and reports them.
local function lose_journal(self, err)
    if self.journal_problem then return end
    self.journal_problem = report.text_of(err)
    log.error("%s: no further instance is started: %s", self.spec.name, self.journal_problem)
    if self.state.stopped then return end
    self:append { { kind = "stopping", by = "journal", text = self.journal_problem } }
end

-- Appends an event to the journal. After a problem of the journal, appends without waiting until the journal
-- refuses another event, and drops all later events. Returns the error if the event must be durable and can't
-- be appended.
local function keep(self, event, is_last)
    if self.is_unkept then return nil end
    local is_awaited = (is_last or events.is_awaited(event)) and not self.journal_problem
    local _, err = try(self.journal.append, self.journal, event, is_awaited)
    if err and (type(err) ~= "table" or err.kind ~= "journal") then error(err, 0) end
    self.is_unkept = err ~= nil and not is_awaited
    return is_awaited and err or nil
end

-- Appends an event, applies it to the state, and passes it to the sinks. Returns false if the event does not
-- happen, because it begins something new and the journal has a problem.
local function append_one(self, event, is_last)
    if self.journal_problem and IS_BEGINNING[event.kind] then return false end
    local before, ids = {}, ids_of(event)
    for i, id in ipairs(ids) do
        local row = self.state.by_id[id]
        before[i] = { step = row.step, steps = #row.steps }
    end
    event.seq, event.at, event.time = self.state.seq + 1, clock(), now()
    local problem = keep(self, event, is_last)
    if problem then
        lose_journal(self, problem)
        return append_one(self, event, is_last)
    end
    state.apply(self.state, event)
    for i, id in ipairs(ids) do
        local row = self.state.by_id[id]
        if #row.steps > before[i].steps then
            self:keep_in_sight(id)
            forget_looks(self, row, before[i].step)
        end
    end
    for _, sink in ipairs(self.sinks) do sink:take(event, self.state) end
    return true
end

local function settle(self, list, outcomes)
    for _, event in ipairs(list) do
        for _, id in ipairs(ids_of(event)) do
            local seen = self.seen[id]
            if seen and seen.asking == "journal" then seen.asking = nil end
            self:touch(id)
        end
        local go_on = outcomes[event.kind]
        if go_on then go_on(self, event) end
    end
end

local function begin_effects(self, list)
    settle(self, list, self.journal_problem and effects.without_journal or effects.durable)
end

-- Appends events. An effect begins when its event is durable; a task waits for that, so the loop goes on.
function Conductor:append(list)
    local awaited = {}
    for _, event in ipairs(list) do
        event = retry.kept(self.state, event)
        local happens = append_one(self, event)
        if happens and events.is_awaited(event) then awaited[#awaited + 1] = event end
    end
    if #awaited == 0 then return end
    if self.journal_problem or self.journal:is_durable() then return begin_effects(self, awaited) end
    for _, event in ipairs(awaited) do
        for _, id in ipairs(ids_of(event)) do
            if self.seen[id] then self.seen[id].asking = "journal" end
        end
    end
    self.work:ask("journal", function() self.journal:wait() end, function(answer)
        if not answer.ok then lose_journal(self, answer.err) end
        begin_effects(self, awaited)
    end)
end

-- Appends the last event, and waits until it is durable. If that fails, sets `journal_problem`: the next
-- process finds an open roll, so this process must not end as if the roll went well.
function Conductor:append_end(event)
    append_one(self, event, true)
    if self.journal_problem then return end
    local _, err = try(self.journal.wait, self.journal)
    if not err then return end
    self.journal_problem = report.text_of(err)
    log.error("%s: the end of the roll could not be recorded: %s", self.spec.name, self.journal_problem)
end

function Conductor:note(words, ...) self:append { { kind = "note", text = words:format(...) } } end

-- MARK: Errors

-- Kinds of errors that are programming mistakes, or that end more than this roll.
local IS_RAISED = { internal = true, usage = true, deadlock = true, memory = true, output = true }

-- Stops the roll because of an error. The report tells an error of the cloud; any other error is raised after
-- the report.
function Conductor:fail(err)
    local is_told = type(err) == "table" and type(err.kind) == "string" and not IS_RAISED[err.kind]
        and not host.ends_task(err)
    if not is_told then self.error = self.error or err end
    if self.state.stopped then return end
    self:append { { kind = "stopping", by = "error", text = report.text_of(err) } }
end

-- MARK: The loop

-- Ends the preparation of a batch, or of the choice of the next batch, unless a fact is missing. Keeps why
-- the batch had no room; forgets when the choice began.
local function end_episode(self, answer)
    if answer.needs then return end
    if answer.batch then
        self.view.lacks[answer.batch] = answer.lack or self.view.lacks[answer.batch]
    elseif not answer.wake_at or self.view.pending_count == 0 then
        self.view.since[decide.CHOICE] = nil
    end
end

-- Forgets what was learnt for a batch that is over: a large roll has many batches.
local function forget_batch(self, number)
    self.view.before[number], self.view.lacks[number] = nil, nil
    self.view.since[batch.key(number)] = nil
end

-- Makes one decision about the roll and acts on it. Returns the time until which the loop may wait, or nil if
-- the next decision follows at once.
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
        for _, event in ipairs(answer.events) do
            if event.kind == "batch_over" then forget_batch(self, event.batch) end
        end
    elseif answer.needs then
        facts.learn(self, answer)
    else
        return answer.wake_at
    end
    return nil
end

local function turn(self)
    if self.work:deliver() or instances.advance_all(self) then return end
    local wake_at = decide_once(self)
    if not wake_at or self.is_over or #self.dirty > 0 then return end
    local wait = waits.of(self.spec, self.state)
    self.work:wait(math.max(0, math.min(wake_at, self.due:first()) - clock()), wait and wait.words)
end

-- MARK: The start

-- Returns the first event of a roll.
local function opening(roll)
    local ids, names, groups = {}, {}, {}
    for i, member in ipairs(roll.members) do
        ids[i], names[i], groups[i] = member.id, member.name, member.group
    end
    return {
        kind = "opened", name = roll.spec.name, plan = roll.plan.hash, ids = ids, names = names,
        groups = groups, selection = roll.selection,
    }
end

-- Returns the state of a roll in which nothing was done.
function conductor.opened(roll)
    local event = opening(roll)
    event.seq, event.at, event.time = 1, clock(), now()
    return state.apply(state.new(), event)
end

-- Returns the event with which this process takes up the roll.
local function begun(roll, number)
    local life = roll.life
    return {
        kind = "begun", life = number, hostname = life.hostname, pid = life.pid, script = life.script,
        script_hash = life.script_hash, access_key = life.access_key, options = roll.options,
        words = life.words, directory = life.directory, retry = roll.retry,
    }
end

function Conductor:begin_life(number) self:append { begun(self.roll, number) } end

-- Announces the start of the roll. With `start_jitter`, the roll then waits a random time.
local function begin(self)
    local begun = ("%s, at most %d down at a time"):format(
        text.count(#self.state.rows, "instance"), self.spec.numbers.max_unavailable)
    self.notifier:tell("start", begun)
    self.log:tell("info", "begun", begun, {
        total = #self.state.rows, max_unavailable = self.spec.numbers.max_unavailable,
    })
    local jitter = self.spec.start_jitter
    if jitter > 0 then
        self:append { { kind = "waiting", reason = "jitter", wait_until = clock() + host.random() * jitter } }
    end
end

-- Starts the sinks and the tasks that run beside the loop, then begins or resumes the roll.
local function start(self)
    self.slot, self.serial = host.current_task()
    self.poller_task = task.spawn("poller", self.poller.run, self.poller)
    self.notifier:start()
    self.line = progress.new(self.spec, #self.roll.members, self.roll.plan.waves)
    self.log = log_sink.new(self.spec)
    self.sinks = { self.line, self.log, self.notifier }
    if world.rehearse.active() then table.insert(self.sinks, 1, rehearsal.new()) end
    if not self.is_resumed then self:append { opening(self.roll), begun(self.roll, 1) } end
    self.fleet = fleet.new {
        rows = self.state.rows, by_id = self.state.by_id, inventory = self.inventory, checker = self.checker,
    }
    self.watcher = task.spawn("watcher", stopping.watch, self)
    self.narrator = narration.start(self)
    if self.is_resumed then resumption.begin(self) else begin(self) end
    if not self.roll.is_closing then
        facts.leave_out_requested(self)
    else
        self.view.stop = { by = "new", reason = "a new campaign takes the place of this one" }
    end
end

-- MARK: The whole roll

-- Runs the roll to its end in this process, and returns the report. Raises an error that the report does not
-- tell, after the report.
function Conductor:run()
    start(self)
    local ok, err = pcall(function()
        repeat turn(self) until self.is_over
    end)
    if not ok then
        local stop = stopping.request(self)
        if stop and not self.state.stopped then
            self:append { { kind = "stopping", by = stop.by, text = stop.reason } }
        end
        self:fail(err)
    end
    local made = conclusion.make(self)
    self.watcher:cancel "the roll is over"
    if self.narrator then self.narrator:cancel "the roll is over" end
    if self.error then error(self.error, 0) end
    return made
end

return conductor

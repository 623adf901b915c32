-- Sends notifications about a roll. A notification never delays the roll and never fails it.

local need = ...
local world = need "world"
local host, http, spawn, try, log, json =
    world.host, world.http, world.task.spawn, world.try, world.log, world.json

local Notifier = {}
Notifier.__index = Notifier

local notify = {}

local TIMEOUT = 5

function notify.new(target, roll)
    return setmetatable({ target = target, roll = roll, queue = {}, ticket = host.ticket() }, Notifier)
end

local function deliver(self, event)
    if type(self.target) == "function" then
        local _ <close> = host.begin_hook()
        return (self.target(event))
    end
    local body = json.encode { text = event.text, event = event.event, roll = event.roll }
    local answer = http.post(self.target, body,
        { timeout = TIMEOUT, headers = { ["content-type"] = "application/json" } })
    if answer.status >= 300 then error("the URL answered with status " .. answer.status, 0) end
end

-- Returns the reason of an error without the path of the target's URL, because the path is often a secret.
local function reason_of(self, err)
    local text = type(err) == "table" and err.message or tostring(err)
    if type(self.target) ~= "string" then return text end
    local from, to = text:find(self.target, 1, true)
    if not from then return text end
    local host_part = self.target:match("^%a+://[^/]*") or "the URL"
    return text:sub(1, from - 1) .. host_part .. "/…" .. text:sub(to + 1)
end

local function work(self)
    while true do
        local event = table.remove(self.queue, 1)
        if event then
            local _, err = try(deliver, self, event)
            if err then
                log.warn("%s: notification '%s' was not delivered: %s", self.roll, event.event,
                    reason_of(self, err))
            end
        elseif self.closed then
            return
        else
            host.park(self.ticket, "something to tell")
        end
    end
end

-- Starts the task that delivers notifications, as a child of the running task. Does nothing without a target.
function Notifier:start()
    if self.target then self.task = spawn("notifier", work, self) end
end

-- Queues a notification about an event. `text` is for people; `fields` reach only a function, not a URL.
function Notifier:tell(name, text, fields)
    if not self.target then return end
    local event = { event = name, roll = self.roll, text = ("%s: %s"):format(self.roll, text) }
    for key, value in pairs(fields or {}) do event[key] = value end
    table.insert(self.queue, event)
    host.wake(self.ticket)
end

-- MARK: Events of a roll

-- The limit of failures with a notification of their own; the report lists the other failures.
local FAILURES_TOLD = 20

local told = {}

function told.ended(self, event, state)
    if event.outcome ~= "failed" and event.outcome ~= "uncertain" then return end
    if event.restored or state.tally.failures > FAILURES_TOLD then return end
    local row = state.by_id[event.id]
    local text = ("%s is %s: %s"):format(row.name, event.outcome, event.reason or "no reason")
    self:tell("failure", text, { id = event.id })
end

function told.canary(self)
    if not self.has_told_canary then self:tell("canary_ok", "the canary is healthy") end
    self.has_told_canary = true
end

function told.waiting(self, event, state)
    if event.reason == "blockers" and state.blocked_since == event.at then
        self:tell("stalled", "stalled: blocked: " .. event.text)
    end
end

function told.note(self, event)
    if event.stalled then self:tell("stalled", event.text) end
end

function told.question(self, event) self:tell("checkpoint", "waits for approval: " .. event.text) end

-- If no instance is in flight, the end of the roll follows at once and sends its own notification.
function told.stopping(self, event, state)
    if state.headcount.busy == 0 then return end
    self:tell("stopped", ("stopping: %s; %d in flight"):format(event.text, state.headcount.busy))
end

function Notifier:take(event, state)
    local tell = told[event.kind]
    if tell then tell(self, event, state) end
end

-- Waits until all notifications are delivered, for at most 2 * TIMEOUT seconds.
function Notifier:close()
    self.closed = true
    if not self.task then return end
    host.wake(self.ticket)
    try(self.task.wait, self.task, 2 * TIMEOUT)
    self.task:cancel("the roll is over")
end

return notify

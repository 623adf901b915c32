-- Telling others how a roll goes. It never delays the roll and never fails it.

local host, http, spawn, try, log, json = ...

local Notifier = {}
Notifier.__index = Notifier

local notify = {}

local TIMEOUT = 5

function notify.new(target) return setmetatable({ target = target, queue = {}, ticket = host.ticket() }, Notifier) end

local function deliver(self, event)
    if type(self.target) == "function" then
        local _ <close> = host.begin_hook()
        return (self.target(event))
    end
    local answer = http.post(self.target, json.encode { text = event.text, event = event.event, roll = event.roll },
        { timeout = TIMEOUT, headers = { ["content-type"] = "application/json" } })
    if answer.status >= 300 then error("it answered " .. answer.status, 0) end
end

-- A reason without the path of a URL, for that often is a secret.
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
            if err then log.warn("nobody was told of %s: %s", event.event, reason_of(self, err)) end
        elseif self.closed then
            return
        else
            host.park(self.ticket, "something to tell")
        end
    end
end

-- Starts to work as a task of the one that runs now.
function Notifier:start()
    if self.target then self.task = spawn("notifier", work, self) end
end

-- Tells of an event: `text` is for people.
function Notifier:tell(name, roll, text, fields)
    if not self.target then return end
    local event = { event = name, roll = roll, text = text }
    for key, value in pairs(fields or {}) do event[key] = value end
    table.insert(self.queue, event)
    host.wake(self.ticket)
end

-- Waits until everything was told, but not for ever.
function Notifier:close()
    self.closed = true
    if not self.task then return end
    host.wake(self.ticket)
    try(self.task.wait, self.task, 2 * TIMEOUT)
    self.task:cancel("the roll is over")
end

return notify

-- Writes the events of a roll into the log.

local need = ...
local log = need "world".log

local Log = {}
Log.__index = Log

local sink = {}

function sink.new(name) return setmetatable({ name = name, decisions = 0 }, Log) end

local written = {}

-- Earlier lives have told of their decisions.
function written.begun(self, _, state) self.decisions = #state.decisions end

function written.waiting(self, event, state)
    if event.reason == "blockers" and state.blocked_since == event.at then
        log.info("%s: stalled: blocked: %s", self.name, event.text)
    end
end

function written.note(self, event)
    if event.stalled then log.info("%s: %s", self.name, event.text) end
end

function written.canary(self)
    if not self.has_told_canary then log.info("%s: the canary is well", self.name) end
    self.has_told_canary = true
end

function written.question(self, event) log.info("%s: waits for approval: %s", self.name, event.text) end

function written.stopping(self, event) log.warn("%s: stopped: %s", self.name, event.text) end

function Log:take(event, state)
    local write = written[event.kind]
    if write then write(self, event, state) end
    -- What a wait is called stands among the decisions.
    local level = event.kind == "waiting" and log.info or log.debug
    for i = self.decisions + 1, #state.decisions do level("%s: %s", self.name, state.decisions[i].text) end
    self.decisions = #state.decisions
end

return sink

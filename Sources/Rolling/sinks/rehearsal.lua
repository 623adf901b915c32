-- Reports the outcome of each instance to the rehearsal, which compares it with what really happened.

local need = ...
local rehearse = need "world".rehearse

local Rehearsal = {}
Rehearsal.__index = Rehearsal

local sink = {}

function sink.new() return setmetatable({}, Rehearsal) end

function Rehearsal:take(event)
    if event.kind == "ended" then rehearse.outcome(event.id, event.outcome, event.reason) end
end

return sink

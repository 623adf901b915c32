-- Takes instances out of load and puts them back, by the script's own `drain` and `undrain`.

local need = ...
local question = need "world/question"

local port = {}

-- Calls a hook for an instance; returns { ok = true }, or { ok = false, why = }.
function port.call(spec, name, id, row)
    local hook = spec[name]
    if not hook then return { ok = true } end
    local ok, why = question.ask(spec.drain_timeout, hook, id, row)
    return { ok = ok, why = not ok and why or nil }
end

return port

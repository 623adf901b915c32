-- Requests reboots from the cloud, and returns for each instance what the answer means.

local need = ...
local world = need "world"
local host, try, clock = world.host, world.try, world.clock

local port = {}

local function of_error(err)
    if type(err) ~= "table" then return { answer = "unknown", reason = tostring(err) } end
    return {
        answer = err.kind == "unknown" and "unknown" or "refused", retryable = err.retryable,
        reason = ("%s [%s]"):format(err.message, err.code or err.kind),
    }
end

-- Returns what the cloud's answer, or the error in its place, means for each instance, by id:
-- { answer =, reason =, retryable = }.
local function answers(ids, result, err)
    local said = {}
    if err then
        for _, id in ipairs(ids) do said[id] = of_error(err) end
        return said
    end
    local reason = "the cloud's answer does not name the instance"
    for _, id in ipairs(ids) do said[id] = { answer = "unknown", reason = reason } end
    for _, id in ipairs(result.accepted) do said[id] = { answer = "accepted" } end
    for _, id in ipairs(result.unknown) do
        said[id] = { answer = "unknown", reason = result.unknown_cause }
    end
    for _, refused in ipairs(result.refused) do
        said[refused.id] = {
            answer = "refused", retryable = refused.retryable,
            reason = ("%s [%s]"):format(refused.message, refused.code),
        }
    end
    return said
end

-- Requests reboots; the request is not sent after `send_by`.
function port.reboot(ids, send_by)
    local result, err = try(host.reboot, ids, { within = math.max(send_by - clock(), 0.001) })
    return answers(ids, result, err)
end

-- Requests a second reboot, by force; returns why the cloud refused it, nil if it did not.
function port.force(id, send_by)
    local within = math.max(send_by - clock(), 0.001)
    local result, err = try(host.reboot, { id }, { force = true, within = within })
    local refused = err and err.kind ~= "unknown" and err or result and result.refused[1]
    return refused and (refused.message or tostring(refused))
end

-- Returns why instances must not be requested, by id: a script has requested their reboot, with an unknown
-- result.
function port.unresolved(ids)
    if #ids == 0 then return {} end
    return host.unresolved_requests(ids)
end

return port

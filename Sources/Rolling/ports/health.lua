-- Health checks: over HTTP or TCP, by a command in the instance, or by the script's own function.

local need = ...
local world = need "world"
local question, collector, http, tcp, zec, try, sleep, task = need "world/question", need "world/collector",
    world.http, world.tcp, world.zec, world.try, world.sleep, world.task

local health = {}

-- The address at which an instance is checked; nil where it has none.
function health.address(row)
    local found = (row.publicIpAddresses or {})[1] or (row.privateIpAddresses or {})[1]
    return found and (found:find(":", 1, true) and "[" .. found .. "]" or found)
end

local Checker = {}
Checker.__index = Checker

-- MARK: One question; true, or false and why

local ask = {}

function ask.http(check, id, row, timeout)
    local address = health.address(row)
    if not address then return false, "has no address" end
    local url = check.http:gsub("%[%%s%]", "%%s"):gsub("%%s", function() return address end)
    local answer, err = try(http.get, url, { timeout = timeout })
    if not answer then return false, err.message or tostring(err) end
    if answer.status >= 200 and answer.status < 300 then return true end
    return false, "answers " .. answer.status
end

function ask.tcp(check, id, row, timeout)
    local address = health.address(row)
    if not address then return false, "has no address" end
    local open, why = try(tcp.connects, (address:gsub("[%[%]]", "")), check.tcp, { timeout = timeout })
    if open == true then return true end
    return false, type(why) == "table" and why.message or why or ("port %d is closed"):format(check.tcp)
end

function ask.command(check, id, row)
    local result, err = check.collector:ask(id)
    if err then return false, err.message or tostring(err) end
    if result == nil then return false, "the command's outcome is unknown" end
    if result.status == "Success" and result.exit_code == 0 then return true end
    return false, result.exit_code and "the command ended with " .. result.exit_code or result.status
end

-- Whatever is not true is no health: a function that forgets to answer must not let a roll go on.
function ask.fn(check, id, row)
    local ok, answer, why = question.ask(math.min(check.timeout, question.LIMIT), check.fn, id, row)
    if not ok then return false, "the check failed: " .. answer end
    if answer == true then return true end
    return false, why and tostring(why) or ("the check answered %s"):format(tostring(answer))
end

local function kind_of(check)
    for _, kind in ipairs { "http", "tcp", "command", "fn" } do
        if check[kind] ~= nil then return kind end
    end
end

-- A checker for `health_check`; nil where there is none.
function health.new(check)
    if not check then return nil end
    local self = setmetatable({}, Checker)
    for name, value in pairs(check) do self[name] = value end
    self.ask = ask[kind_of(check)]
    if check.command then
        self.collector = collector.new(function(ids)
            return zec.exec(ids, check.command, { timeout = 20, repeatable = true })
        end)
    end
    return self
end

-- A quick answer about an instance that should be healthy: a single no is
-- asked again, for endpoints hesitate.
function Checker:is_well(id, row)
    local reason
    for attempt = 1, 3 do
        if attempt > 1 then sleep(1) end
        local ok, why = self:ask(id, row, self.request_timeout)
        if ok then return true end
        reason = why
    end
    return false, reason
end

-- One answer: true, or false and why.
function Checker:look(id, row) return self:ask(id, row, self.request_timeout) end

-- How many instances are asked at the same time.
local CONCURRENCY = 64

-- Notes those of a list of { id =, row = } that are not well in `reasons`, by id.
function Checker:note_unwell(list, reasons)
    task.each(list, function(item)
        local ok, why = self:is_well(item.id, item.row)
        if not ok then reasons[item.id] = why or "is not healthy" end
    end, { concurrency = CONCURRENCY })
end

return health

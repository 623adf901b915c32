-- Health checks: over HTTP or TCP, by a command in the instance, or by the script's own function.

local question, collector, http, tcp, zec, try, sleep, clock, task = ...

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

function ask.http(check, record, timeout)
    local address = health.address(record.row)
    if not address then return false, "has no address" end
    local url = check.http:gsub("%[%%s%]", "%%s"):gsub("%%s", function() return address end)
    local answer, err = try(http.get, url, { timeout = timeout })
    if not answer then return false, err.message or tostring(err) end
    if answer.status >= 200 and answer.status < 300 then return true end
    return false, "answers " .. answer.status
end

function ask.tcp(check, record, timeout)
    local address = health.address(record.row)
    if not address then return false, "has no address" end
    local open, why = try(tcp.connects, (address:gsub("[%[%]]", "")), check.tcp, { timeout = timeout })
    if open == true then return true end
    return false, type(why) == "table" and why.message or why or ("port %d is closed"):format(check.tcp)
end

function ask.command(check, record)
    local result, err = check.collector:ask(record.id)
    if err then return false, err.message or tostring(err) end
    if result == nil then return false, "the command's outcome is unknown" end
    if result.status == "Success" and result.exit_code == 0 then return true end
    return false, result.exit_code and "the command ended with " .. result.exit_code or result.status
end

-- Whatever is not true is no health: a function that forgets to answer must not let a roll go on.
function ask.fn(check, record)
    local ok, answer, why = question.ask(math.min(check.timeout, question.LIMIT), check.fn, record.id, record.row)
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
        self.collector = collector.new(function(ids) return zec.exec(ids, check.command, { timeout = 20, repeatable = true }) end)
    end
    return self
end

-- MARK: Waiting for it

-- Waits until it was healthy `consecutive` times in a row; returns true, or false and why not.
function Checker:wait(record, seconds)
    local deadline, in_a_row, why = clock() + seconds, 0, "nothing was seen of it"
    while true do
        local is_late = clock() >= deadline
        local ok, reason = self:ask(record, self.request_timeout)
        in_a_row = ok and in_a_row + 1 or 0
        if not ok then
            why = reason
            record.evidence.seen_failing = record.evidence.seen_failing or clock()
        end
        if in_a_row >= self.consecutive then return true end
        -- A question that was put before the deadline does not decide: the process may have been suspended meanwhile.
        if is_late and not ok then return false, why end
        sleep(is_late and self.interval or math.min(self.interval, math.max(deadline - clock(), 0.001)))
    end
end

-- A quick answer about one that should be healthy: a single no is asked again, for endpoints hesitate.
function Checker:is_well(record)
    local reason
    for attempt = 1, 3 do
        if attempt > 1 then sleep(1) end
        local ok, why = self:ask(record, self.request_timeout)
        if ok then return true end
        reason = why
    end
    return false, reason
end

-- Notes those of a list that are not well in `reasons`, by id.
function Checker:note_unwell(records, reasons)
    task.each(records, function(record)
        local ok, why = self:is_well(record)
        if not ok then reasons[record.id] = why or "is not healthy" end
    end, { concurrency = 64 })
end

return health

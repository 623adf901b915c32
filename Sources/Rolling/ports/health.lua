-- Health checks: over HTTP or TCP, by a command in the instance, or by the script's own function.

local need = ...
local world = need "world"
local question, collector = need "world/question", need "world/collector"
local host, http, tcp, zec, try, sleep, task = world.host, world.http, world.tcp, world.zec, world.try,
    world.sleep, world.task

local health = {}

-- Returns the address at which an instance is checked; nil if it has none.
function health.address(row)
    local found = (row.publicIpAddresses or {})[1] or (row.privateIpAddresses or {})[1]
    return found and (found:find(":", 1, true) and "[" .. found .. "]" or found)
end

local Checker = {}
Checker.__index = Checker

-- MARK: One question; true, or false and why

local ask = {}

-- Splits a URL at `%s`, where the address goes. An IPv6 address already has brackets.
local function url_parts(template)
    local parts = {}
    for part in (template:gsub("%[%%s%]", "%%s") .. "%s"):gmatch "(.-)%%s" do parts[#parts + 1] = part end
    return parts
end

local function url_of(check, row)
    local address = health.address(row)
    return address and table.concat(check.url_parts, address)
end

-- Whether an HTTP status is healthy; `why` is the reason if there is no status.
local function judge(status, why)
    if not status then return false, why end
    if status >= 200 and status < 300 then return true end
    return false, "HTTP " .. status
end

function ask.http(check, id, row, timeout)
    local url = url_of(check, row)
    if not url then return false, "has no address" end
    local answer, err = try(http.get, url, { timeout = timeout })
    return judge(answer and answer.status, err and (err.message or tostring(err)))
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
    if result.exit_code then return false, "the command ended with " .. result.exit_code end
    return false, ("the command did not run to its end (%s)"):format(result.code or result.status)
end

-- Any answer but true is unhealthy: a function that forgets to answer must not let a roll go on.
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

-- Returns a checker for `health_check`; nil without a health check.
function health.new(check)
    if not check then return nil end
    local self = setmetatable({}, Checker)
    for name, value in pairs(check) do self[name] = value end
    self.ask, self.url_parts = ask[kind_of(check)], check.http and url_parts(check.http)
    if check.command then
        self.collector = collector.new(function(ids)
            return zec.exec(ids, check.command, { timeout = 20, repeatable = true })
        end)
    end
    return self
end

-- Checks an instance that should be healthy. A check that fails is repeated up to twice, because endpoints
-- hesitate. `reason` is why a first check, made elsewhere, failed.
function Checker:is_well(id, row, reason)
    for attempt = reason and 2 or 1, 3 do
        if attempt > 1 then sleep(1) end
        local ok, why = self:ask(id, row, self.request_timeout)
        if ok then return true end
        reason = why
    end
    return false, reason
end

-- Runs one check; returns true, or false and why.
function Checker:look(id, row) return self:ask(id, row, self.request_timeout) end

-- The limit of instances that are checked at the same time.
local CONCURRENCY = 64

-- Runs the first HTTP check of each item of a list, all in one wait. Sets `item.reason` to why its check
-- failed; returns the items whose check failed.
local function ask_over_http(check, list)
    local urls, asked, left = {}, {}, {}
    for _, item in ipairs(list) do
        local url = url_of(check, item.row)
        if url then
            urls[#urls + 1], asked[#asked + 1] = url, item
        else
            item.reason, left[#left + 1] = "has no address", item
        end
    end
    for i, answer in ipairs(host.http_statuses(urls, check.request_timeout, CONCURRENCY)) do
        local is_status = type(answer) == "number"
        local ok, why = judge(is_status and answer or nil, not is_status and answer or nil)
        if not ok then asked[i].reason, left[#left + 1] = why, asked[i] end
    end
    return left
end

-- Checks a list of { id =, row = }; adds to `reasons`, by id, why an instance is not healthy.
function Checker:note_unwell(list, reasons)
    local left = self.http and ask_over_http(self, list) or list
    task.each(left, function(item)
        local ok, why = self:is_well(item.id, item.row, item.reason)
        if not ok then reasons[item.id] = why or "is not healthy" end
    end, { concurrency = CONCURRENCY })
end

return health

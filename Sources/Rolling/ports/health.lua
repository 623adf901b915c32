-- Health checks: over HTTP or TCP, by a command in the instance, or by the script's own function.

local need = ...
local world = need "world"
local question, collector = need "world/question", need "world/collector"
local host, http, tcp, zec, try, sleep, task = world.host, world.http, world.tcp, world.zec, world.try,
    world.sleep, world.task

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

-- The parts of the URL between which the address goes. An IPv6 address brings its own brackets.
local function url_parts(template)
    local parts = {}
    for part in (template:gsub("%[%%s%]", "%%s") .. "%s"):gmatch "(.-)%%s" do parts[#parts + 1] = part end
    return parts
end

local function url_of(check, row)
    local address = health.address(row)
    return address and table.concat(check.url_parts, address)
end

-- Whether a status says that an instance is well; `why` is there where no answer came.
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
    self.ask, self.url_parts = ask[kind_of(check)], check.http and url_parts(check.http)
    if check.command then
        self.collector = collector.new(function(ids)
            return zec.exec(ids, check.command, { timeout = 20, repeatable = true })
        end)
    end
    return self
end

-- A quick answer about an instance that should be healthy: a single no is
-- asked again, for endpoints hesitate. `reason` is why a first answer, given elsewhere, was no.
function Checker:is_well(id, row, reason)
    for attempt = reason and 2 or 1, 3 do
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

-- The first answers of a list over HTTP, all asked in one wait: `item.reason` is why an answer is no. Returns
-- the items whose answer is no.
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

-- Notes those of a list of { id =, row = } that are not well in `reasons`, by id.
function Checker:note_unwell(list, reasons)
    local left = self.http and ask_over_http(self, list) or list
    task.each(left, function(item)
        local ok, why = self:is_well(item.id, item.row, item.reason)
        if not ok then reasons[item.id] = why or "is not healthy" end
    end, { concurrency = CONCURRENCY })
end

return health

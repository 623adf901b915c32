-- The kinds of values that options have. Each function returns the value as the library uses it, or nil and
-- what is expected instead.

local need = ...
local host, amounts = need "world".host, need "core/amounts"

local kinds = {}

-- Returns a list that has no holes and no other keys; returns nil for any other value.
local function items_of(value)
    if type(value) ~= "table" then return nil end
    local count = 0
    for _ in next, value do count = count + 1 end
    for position = 1, count do
        if value[position] == nil then return nil end
    end
    return value
end

function kinds.text(value)
    if type(value) == "string" and value ~= "" then return value end
    return nil, "a text that is not empty"
end

function kinds.flag(value)
    if type(value) == "boolean" then return value end
    return nil, "true or false"
end

function kinds.count(value)
    if math.type(value) == "integer" and value >= 0 then return value end
    return nil, "a whole number from 0 on"
end

function kinds.positive(value)
    if math.type(value) == "integer" and value > 0 then return value end
    return nil, "a whole number from 1 on"
end

function kinds.amount(value)
    local amount = amounts.parse(value)
    if amount then return amount end
    return nil, 'a number from 1 on, or a share such as "10%" (0 never means all),'
end

function kinds.amounts(value)
    local expected = 'numbers from 1 on, or shares such as "10%" (0 never means all)'
    local list = type(value) == "table" and (items_of(value) or {}) or { value }
    local parsed = {}
    for i, item in ipairs(list) do
        parsed[i] = amounts.parse(item)
        if not parsed[i] then return nil, expected end
    end
    if #parsed == 0 then return nil, expected end
    return parsed
end

function kinds.share(value)
    local amount = amounts.parse(value)
    if amount and amount.percent then return amount end
    return nil, 'a share such as "10%"'
end

function kinds.duration(value)
    local ok, seconds = pcall(host.duration, value)
    if ok then return seconds end
    return nil, 'seconds from 0 on, or a duration such as "30s", "5m", "1h30m"'
end

function kinds.time(value)
    local seconds = kinds.duration(value)
    if seconds and seconds > 0 then return seconds end
    return nil, 'seconds above 0, or a duration such as "30s", "5m", "1h30m",'
end

kinds["function"] = function(value)
    if type(value) == "function" then return value end
    return nil, "a function"
end

function kinds.functions(value)
    if type(value) == "function" then return { value } end
    local list = items_of(value)
    if not list or #list == 0 then return nil, "a list of functions" end
    for _, fn in ipairs(list) do
        if type(fn) ~= "function" then return nil, "a list of functions" end
    end
    return list
end

function kinds.texts(value)
    local list = items_of(value)
    if not list or #list == 0 then return nil, "a list of texts" end
    for _, text in ipairs(list) do
        if type(text) ~= "string" then return nil, "a list of texts" end
    end
    return list
end

function kinds.port(value)
    if math.type(value) == "integer" and value >= 1 and value <= 65535 then return value end
    return nil, "a port from 1 to 65535"
end

function kinds.url(value)
    if type(value) == "string" and value:find("^https?://[^/]") then return value end
    return nil, "a URL that begins with http:// or https://"
end

function kinds.table(value)
    if type(value) == "table" then return value end
    return nil, "a table"
end

function kinds.list(value)
    if items_of(value) then return value end
    return nil, "a list without holes"
end

function kinds.text_or_function(value)
    if type(value) == "function" then return value end
    return kinds.text(value), "a text or a function"
end

function kinds.url_or_function(value)
    if type(value) == "function" then return value end
    return kinds.url(value), "a function, or a URL that begins with http:// or https://,"
end

local function is_name(item)
    return type(item) == "string" and item ~= ""
        or type(item) == "table" and type(item.instanceId) == "string"
end

function kinds.list_or_function(value)
    if type(value) == "function" then return value end
    local list, expected = items_of(value), "a list of ids, names or rows, or a function"
    if not list then return nil, expected end
    for _, item in ipairs(list) do
        if not is_name(item) then return nil, expected end
    end
    return list
end

return kinds

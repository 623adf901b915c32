-- log.debug, log.info, log.warn, log.error: format their values to one log line.

local declare = ...
local host = host

-- Returns the number of values that a format needs.
local function directives(format)
    local _, count = format:gsub("%%%%", ""):gsub("%%", "")
    return count
end

-- Returns the fields of a log line: the last argument, if it is a table that the format does not use; else
-- nil.
local function fields_of(format, ...)
    local count = select("#", ...)
    local last = count > 0 and select(count, ...)
    return type(last) == "table" and type(format) == "string" and count > directives(format) and last or nil
end

local function logger(level)
    return function(format, ...)
        local fields = fields_of(format, ...)
        if select("#", ...) == (fields and 1 or 0) then return host.log(level, format, fields) end
        local ok, message = pcall(string.format, format, ...)
        if not ok then
            host.raise((message:gsub("^(bad argument #%d+ to) '[^']*'", "%1 '" .. level .. "'")))
        end
        host.log(level, message, fields)
    end
end

for _, level in ipairs { "debug", "info", "warn", "error" } do
    declare("log." .. level, logger(level))
end

-- log.debug, log.info, log.warn, log.error: a format and its values become one line.

local declare = ...
local host = host

local function logger(level)
    return function(format, ...)
        if select("#", ...) == 0 then return host.log(level, format) end
        local ok, message = pcall(string.format, format, ...)
        if not ok then
            host.raise((message:gsub("^(bad argument #%d+ to) '[^']*'", "%1 '" .. level .. "'")))
        end
        host.log(level, message)
    end
end

for _, level in ipairs { "debug", "info", "warn", "error" } do
    declare("log." .. level, logger(level))
end

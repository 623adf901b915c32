-- log.debug, log.info, log.warn, log.error: a format and its values become one line.

local declare = ...
local host = host

local function logger(level)
  return function(format, ...)
    host.log(level, select("#", ...) > 0 and string.format(format, ...) or format)
  end
end

for _, level in ipairs { "debug", "info", "warn", "error" } do
  declare("log." .. level, logger(level))
end

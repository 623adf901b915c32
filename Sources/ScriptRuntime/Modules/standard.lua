-- The standard library's own doors to the world go through the host as well.

local _ = ...
local host, env, exit, now = host, env, exit, now
local stock_time, stock_date, seed = os.time, os.date, math.randomseed

json.null = host.null()

function os.time(date)
  if date ~= nil then return stock_time(date) end
  return math.floor(now())
end

-- Times of this program have fractions: those of `now()` are as welcome as whole seconds.
function os.date(format, time)
  if time == nil then time = now() end
  return stock_date(format, type(time) == "number" and math.floor(time) or time)
end

function os.clock()
  return host.processor_time()
end

function os.getenv(name)
  return env(name)
end

function os.exit(code)
  if code == nil then code = true end
  exit(code)
end

function math.randomseed(...)
  if select("#", ...) > 0 then return seed(...) end
  return seed(host.random_integer(), host.random_integer())
end

math.randomseed()

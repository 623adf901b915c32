-- Replaces the functions of the standard library for time, environment, random seed and exit: they ask the
-- host.

local _ = ...
local host, env, exit, now = host, env, exit, now
local stock_time, stock_date = host.stock("time", os.time), host.stock("date", os.date)
local seed = host.stock("randomseed", math.randomseed)

function os.time(date)
    if date ~= nil then return stock_time(date) end
    return math.floor(now())
end

-- Accepts times with fractions, because `now()` returns them; standard Lua accepts only whole seconds.
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

-- Like standard Lua's; the system keeps the lowest eight bits of an exit code. The second argument, whether
-- to close the state, has no effect, because the program always ends a run in order.
function os.exit(code)
    if code == nil then code = true end
    if type(code) == "boolean" then return exit(code) end
    local integer = math.tointeger(tonumber(code))
    if not integer then
        local problem = tonumber(code) and "number has no integer representation"
            or ("number expected, got %s"):format(type(code))
        host.bad_argument("exit", 1, problem)
    end
    exit(integer & 0xFF)
end

function math.randomseed(...)
    if select("#", ...) > 0 then return seed(...) end
    return seed(host.random_integer(), host.random_integer())
end

math.randomseed()

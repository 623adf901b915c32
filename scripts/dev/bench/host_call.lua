-- Nanoseconds for one call of a function with two arguments: in zecscript env(name, default), which Swift
-- answers; in lua5.4 os.getenv, which C answers. The time of the loop itself is subtracted.
local count = 1000000
local ask, clock = rawget(_G, "env") or os.getenv, os.clock

local start = clock()
for _ = 1, count do end
local loop = clock() - start

start = clock()
for _ = 1, count do ask("ZEC_BENCH", "default") end
print(string.format("%.1f", (clock() - start - loop) / count * 1e9))

-- Nanoseconds for one call of a function with two arguments: math.random(1, 100), which zecscript serves from the host.
-- The loop itself is subtracted. Runs in zecscript and in lua5.4.
local count = 2000000
local random, clock = math.random, os.clock

local start = clock()
for _ = 1, count do end
local loop = clock() - start

start = clock()
for _ = 1, count do random(1, 100) end
print(string.format("%.1f", (clock() - start - loop) / count * 1e9))

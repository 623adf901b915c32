-- Nanoseconds for one sleep(0): out to the scheduler and back in.
-- In lua5.4: nanoseconds for one sleep(0) of cqueues.
local count = 300000

local function measure(sleep)
    local start = os.clock()
    for _ = 1, count do sleep(0) end
    print(string.format("%.1f", (os.clock() - start) / count * 1e9))
end

if rawget(_G, "sleep") then
    measure(sleep)
else
    local cqueues = require "cqueues"
    local loop = cqueues.new()
    loop:wrap(measure, cqueues.sleep)
    assert(loop:loop())
end

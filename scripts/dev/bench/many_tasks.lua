-- 100,000 tasks, each of which sleeps three times 0.2 seconds. Measured from outside: CPU and memory.
local count = 100000

if rawget(_G, "task") then
    for _ = 1, count do
        task.spawn(function()
            for _ = 1, 3 do sleep(0.2) end
        end)
    end
else
    local cqueues = require "cqueues"
    local loop = cqueues.new()
    for _ = 1, count do
        loop:wrap(function()
            for _ = 1, 3 do cqueues.sleep(0.2) end
        end)
    end
    assert(loop:loop())
end

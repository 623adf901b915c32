-- 100,000 tasks; each task sleeps three times for 0.2 seconds. bench.sh measures CPU and memory from outside.
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

-- Signed requests per second from 64 tasks; each task waits for its answer before it sends the next request.
local count, tasks = tonumber(arg[1]), 64
local left = count

local start = now()
task.group({limit = tasks}, function(group)
    for _ = 1, tasks do
        group:spawn(function()
            while left > 0 do
                left = left - 1
                zec.call("DescribeZones", {})
            end
        end)
    end
end)
print(string.format("%.0f", count / (now() - start)))

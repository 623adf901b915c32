-- restart.lua: reboots the web servers of one zone, two at a time.
local web = zec.instances { zoneId = "asia-east-1a", tags = { role = "web" } }
task.each(web, function(instance)
    local id = instance.instanceId
    local answer = zec.reboot { id }
    if answer.refused[1] then fail(answer.refused[1].message) end
    zec.wait({ id }, "RUNNING", { left = true, timeout = "10m" })
    print(("%5.1f s  %s is back"):format(clock(), instance.instanceName))
end, { concurrency = 2 })
print(#web .. " rebooted")

-- Restarts a service inside instances, a few at a time, and waits until each instance is healthy again.
--
-- Usage: zecscript scripts/restart-service.lua --tag role=web --service nginx --health-url 'http://%s/health'
--
-- Simulated instances have no services; scripts/restart-service.json declares the answer to the command:
--   zecscript --simulate 20 --mock scripts/restart-service.json scripts/restart-service.lua --tag role=web …
--   zecscript rehearse --mock scripts/restart-service.json scripts/restart-service.lua --tag role=web …
--
-- Exit code 0: every service was restarted, and every instance is healthy. 5: stopped by a failure; the
-- message names the instance. 6: unknown whether the command ran in an instance; look at this instance first.

local options = script.options {
    about = "Restarts a service inside instances, a few at a time.",
    { "tag", metavar = "KEY=VALUE", required = true, help = "the instances with this tag" },
    { "service", metavar = "NAME", required = true, help = "the systemd unit, such as nginx" },
    {
        "health-url", metavar = "URL", required = true,
        help = "must answer 2xx when an instance is healthy; %s is its address",
    },
    { "max-unavailable", "integer", default = 2, min = 1, help = "the limit of instances down at once" },
    { "healthy-within", "duration", default = "2m", help = "the limit until it answers 2xx again" },
}

local key, value = options.tag:match("^([^=]+)=(.+)$")
if not key then fail(("--tag %s: KEY=VALUE expected"):format(options.tag), { exit_code = 2 }) end

local unit = options.service
if not unit:find("^[%w@._:-]+$") then
    fail(("--service %s: letters, digits and @ . _ : - are expected"):format(unit), { exit_code = 2 })
end

-- MARK: The instances and their health

local instances = task.retry(function() return zec.instances { tags = { [key] = value } } end)
if not instances[1] then fail(("no instance has the tag %s"):format(options.tag)) end

local ids, limit = {}, options.max_unavailable
for position, instance in ipairs(instances) do ids[position] = instance.instanceId end
rehearse.selection(ids)
rehearse.max_down(limit)

local function is_healthy(instance)
    local address = (instance.publicIpAddresses or {})[1] or (instance.privateIpAddresses or {})[1]
    if not address then return false end
    local url = options.health_url:gsub("%%s", address)
    local answer = try(http.get, url, { timeout = "5s" })
    return answer and answer.status >= 200 and answer.status < 300 or false
end

-- Returns the ids of the instances that are down, as a set; `count` in it is their number.
local function find_down()
    local down, healthy = { count = 0 }, task.map(instances, is_healthy, { concurrency = 20 })
    for position, instance in ipairs(instances) do
        if not healthy[position] then
            down[instance.instanceId], down.count = true, down.count + 1
        end
    end
    return down
end

-- MARK: Restarting

-- Waits for the next batch and returns it. Its instances and the instances that are down already are no more
-- than the limit.
local function next_batch(first)
    return wait(function()
        local down, batch = find_down(), {}
        for position = first, #instances do
            local instance = instances[position]
            if not down[instance.instanceId] then down.count = down.count + 1 end
            if down.count > limit then break end
            batch[#batch + 1] = instance
        end
        return batch[1] and batch
    end, { every = "10s", timeout = "1h", what = "room below --max-unavailable" })
end

local function restart(batch)
    local asked = {}
    for position, instance in ipairs(batch) do asked[position] = instance.instanceId end
    local results = zec.exec(asked, "systemctl restart " .. unit, { timeout = "60s" })
    for _, instance in ipairs(batch) do
        local result = results[instance.instanceId]
        if result.status ~= "Success" then
            local code = result.status == "Unknown" and 6 or 5
            local words = result.stderr ~= "" and visible(result.stderr) or result.status
            local message = ("%s: systemctl restart %s: %s"):format(instance.instanceName, unit, words)
            fail(message, { exit_code = code })
        end
    end
end

-- Waits for three good answers in a row: the first may still come from the process that is about to stop.
local function wait_until_healthy(instance)
    local good = 0
    local _, problem = try(wait, function()
        good = is_healthy(instance) and good + 1 or 0
        return good == 3
    end, { every = "2s", timeout = options.healthy_within })
    if problem then
        fail(("%s is not healthy after the restart of %s"):format(instance.instanceName, unit))
    end
end

local done = 0
local _, problem = try(function()
    while done < #instances do
        local batch = next_batch(done + 1)
        restart(batch)
        task.each(batch, wait_until_healthy)
        done = done + #batch
        log.info(("%d of %d instances done"):format(done, #instances))
    end
end)

if problem then
    print("Not done:")
    for position = done + 1, #instances do
        print(("  %s  %s"):format(instances[position].instanceId, visible(instances[position].instanceName)))
    end
    -- After an error of the cloud it is unknown whether the command ran.
    local is_own = type(problem) == "table" and problem.kind == "failed"
    fail(("Stopped after %d of %d instances: %s"):format(done, #instances, tostring(problem)),
        { exit_code = is_own and problem.exit_code or 6 })
end
print(("%s restarted in %d instances"):format(unit, done))

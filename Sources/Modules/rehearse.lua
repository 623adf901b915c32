-- Conditions and services for rehearsals. In a real run, conditions do nothing, and a service is the script's
-- own functions.

local declare = ...
local host, sleep, active, spawn = host, sleep, rehearse.active, task.spawn

-- MARK: The true state of the simulated cloud

local world = {
    down = host.world_down,
    instance = host.world,
}

-- MARK: Conditions

local always, eventually = {}, {}

local function holds(condition)
    local ok, result = host.call_hook(condition.fn, world)
    if not ok then return false, tostring(result) end
    return result, "it does not hold"
end

local function look()
    for i = #always, 1, -1 do
        local ok, why = holds(always[i])
        if not ok then
            host.violated(always[i].name, why)
            table.remove(always, i)
        end
    end
    for i = #eventually, 1, -1 do
        if holds(eventually[i]) then table.remove(eventually, i) end
    end
end

local function conclude()
    look()
    for _, condition in ipairs(eventually) do
        host.violated(condition.name, "it never held")
    end
end

local watching = false

-- Checks the conditions after each change of the simulated cloud. Its parent task does not wait for it, and
-- cancels it when the parent ends.
local function watch()
    host.daemon()
    local _ <close> = setmetatable({}, { __close = conclude })
    while true do
        host.park(host.world_ticket(), "the next change of the rehearsed world")
        look()
    end
end

local function add(list, name, fn)
    if not active() then return end
    list[#list + 1] = { name = name, fn = fn }
    if not watching then
        watching = true
        spawn("conditions", watch)
    end
end

declare("rehearse.always", function(name, fn) add(always, name, fn) end)

declare("rehearse.eventually", function(name, fn) add(eventually, name, fn) end)

-- MARK: Services

local function rehearsed(service, name, drained)
    return function(id)
        sleep(0.5 + 2 * host.random())
        if host.hook_fails(id) then
            error(("%s of %s failed"):format(drained and "drain" or "undrain", id), 2)
        end
        host.drained(name, id, drained)
    end
end

declare("rehearse.service", function(service)
    if not active() then return { drain = service.drain, undrain = service.undrain } end
    local name = service.name or "service"
    host.service(name, service.ids)
    return { drain = rehearsed(service, name, true), undrain = rehearsed(service, name, false) }
end)

-- MARK: Functions that a rehearsal replaces

if active() then
    local open = io.open
    function io.open(path, mode)
        if mode and mode:find("[wa+]") then return io.tmpfile() end
        return open(path, mode)
    end
    local output = io.output
    function io.output(file)
        if type(file) == "string" then file = io.tmpfile() end
        return output(file)
    end
    local names = 0
    function os.tmpname()
        names = names + 1
        return ("/tmp/rehearsed-%d"):format(names)
    end
    for name, library in pairs { remove = os, rename = os } do
        library[name] = function()
            host.error("rehearsal", name .. " is not done in a rehearsal; ask rehearse.active() before it")
        end
    end
end

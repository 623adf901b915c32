-- Reboots instances batch by batch, and calls none of them done without evidence that it rebooted.
--
-- Usage: zecscript scripts/rolling.lua [options] ID...
--        zecscript scripts/rolling.lua [options] --tag role=web
--
-- What it promises: no instance is asked twice to reboot; never more of the selected instances are down than the batch
-- size, those that were down before included; the first failure is the last batch; what is in flight is settled, after
-- Ctrl-C too. An instance is done when it was seen leaving RUNNING, or has a new boot id, and is RUNNING (and healthy)
-- again. Exit code 0: all are done. 5: some are not. 6: of some nobody knows whether they rebooted; look at them first.

local options = script.options {
    about = "Reboots instances batch by batch, and calls none of them done without evidence that it rebooted.",
    arguments = { name = "ID", help = "instances to reboot" },
    "Which instances (ids, or a filter, or --all):",
    { "ids-file", metavar = "FILE", help = "a file with one id on each line; - is standard input" },
    { "tag", "list", metavar = "KEY=VALUE", help = "those with this tag" },
    { "zone", metavar = "ZONE", help = "those in this zone" },
    { "name", metavar = "TEXT", help = "those with this in their name" },
    { "all", "flag", help = "every instance there is" },
    "How:",
    { "batch-size", "integer", default = 1, min = 1, help = "how many may be down at a time" },
    { "pause", "duration", default = "30s", help = "between two batches" },
    { "reboot-timeout", "duration", default = "10m", help = "for an instance to be back, and again to be healthy" },
    { "poll", "duration", default = "1s", help = "between two looks while instances should be leaving RUNNING" },
    { "health-url", metavar = "URL", help = "must answer 200 before an instance is done; %s is its address" },
    { "dry-run", "flag", help = "say what would be done, and do nothing" },
}

local FIRST_LOOK = 10 -- seconds before boot ids are compared; each later look takes twice as long

local PATIENCE = 5 -- so many times rarer are the looks at those that were seen leaving

local function refuse(problem) fail(problem .. " (see --help)", { exit_code = 2 }) end

-- MARK: Which instances

local function ids_of_file(path)
    local file, problem = io.stdin, nil
    if path ~= "-" then file, problem = io.open(path) end
    if not file then refuse("cannot read ids: " .. problem) end
    local ids = {}
    for line in file:lines() do
        local id = line:gsub("#.*", ""):match("%S+")
        if id then ids[#ids + 1] = id end
    end
    return ids
end

local function given_ids()
    local given = options.ids_file and ids_of_file(options.ids_file) or {}
    return table.move(options.args, 1, #options.args, #given + 1, given)
end

local function given_filter()
    local tags = {}
    for _, tag in ipairs(options.tag) do
        local key, value = tag:match("^([^=]+)=(.*)$")
        if not key then refuse(("--tag %s: KEY=VALUE expected"):format(tag)) end
        tags[key] = value
    end
    return { tags = next(tags) and tags, zoneId = options.zone, name = options.name }
end

-- Exactly one way of choosing: nothing chosen never means everything.
local function selection()
    local by_id = #options.args > 0 or options.ids_file ~= nil
    local by_filter = #options.tag > 0 or options.zone ~= nil or options.name ~= nil
    local ways = (by_id and 1 or 0) + (by_filter and 1 or 0) + (options.all and 1 or 0)
    if ways == 0 then refuse("no instances chosen: give ids, a filter or --all") end
    if ways > 1 then refuse("ids, a filter and --all exclude each other") end
    if by_id then return { instanceIds = given_ids() } end
    return by_filter and given_filter() or {}
end

local function in_order(a, b)
    if a.zoneId ~= b.zoneId then return (a.zoneId or "") < (b.zoneId or "") end
    if a.instanceName ~= b.instanceName then return (a.instanceName or "") < (b.instanceName or "") end
    return a.instanceId < b.instanceId
end

-- The chosen ids, each once: as they were given, or by zone and name. And all that is known of each.
local function choose()
    local chosen = selection()
    if chosen.instanceIds and #chosen.instanceIds == 0 then fail("the list of ids is empty: nothing to reboot") end
    local rows, ids, known, unknown = zec.instances(chosen), {}, {}, {}
    table.sort(rows, in_order)
    for _, row in ipairs(rows) do known[row.instanceId] = row end
    local seen = {}
    for _, item in ipairs(chosen.instanceIds or rows) do
        local id = chosen.instanceIds and item or item.instanceId
        local list = known[id] and ids or unknown
        if not seen[id] then list[#list + 1] = id end
        seen[id] = true
    end
    if #unknown > 0 then fail("unknown instances: " .. table.concat(unknown, ", ")) end
    if #ids == 0 then fail("no instance fits the filter: nothing to reboot") end
    return ids, known
end

local ids, instances = choose()

local function address(id)
    local instance = instances[id]
    local found = (instance.publicIpAddresses or {})[1] or (instance.privateIpAddresses or {})[1]
    return found and (found:find(":", 1, true) and "[" .. found .. "]" or found)
end

local function check_health_url()
    if not options.health_url then return end
    if not options.health_url:find("%s", 1, true) then refuse("--health-url needs a %s for the address") end
    for _, id in ipairs(ids) do
        if not address(id) then fail(id .. " has no address for the health check") end
    end
end

-- MARK: What became of each

-- planned, in flight, done, failed, uncertain or skipped; every chosen id is exactly one of them.
local state, reason = {}, {}
local count = { ["planned"] = 0, ["in flight"] = 0, done = 0, failed = 0, uncertain = 0, skipped = 0 }

local function settle(id, outcome, why)
    if state[id] then count[state[id]] = count[state[id]] - 1 end
    count[outcome] = count[outcome] + 1
    state[id], reason[id] = outcome, why
end

local function all(wanted)
    local list = {}
    for _, id in ipairs(ids) do
        if state[id] == wanted then list[#list + 1] = id end
    end
    return list
end

-- An instance that is not RUNNING is not rebooted, and as it is down it takes room from every batch.
local function skip_unless_running(id, status)
    if status ~= "RUNNING" then settle(id, "skipped", "is " .. status) end
end

for _, id in ipairs(ids) do
    settle(id, "planned")
    skip_unless_running(id, instances[id].status)
end

-- MARK: One batch

local function in_flight(batch, wanted)
    local list = {}
    for _, id in ipairs(batch.ids) do
        if state[id] == "in flight" and wanted(id) then list[#list + 1] = id end
    end
    return list
end

local function request(batch)
    for _, id in ipairs(batch.ids) do settle(id, "in flight") end
    local answer = zec.reboot(batch.ids)
    if answer.dry_run then
        for _, id in ipairs(batch.ids) do settle(id, "planned") end
    end
    for _, failed in ipairs(answer.failed) do
        settle(failed.id, "failed", ("%s [%s]"):format(failed.message, failed.code))
    end
    for _, id in ipairs(answer.accepted) do batch.accepted[id] = true end
    return not answer.dry_run
end

-- Takes in who was seen where for some time. Read errors decide nothing here: zec.wait goes on until its time is over.
local function watch(batch, watched, seconds, must_leave)
    if #watched == 0 then return end
    local limits = { timeout = seconds, left = must_leave, every = must_leave and options.poll or PATIENCE * options.poll }
    local seen, err = try(zec.wait, watched, "RUNNING", limits)
    if err and err.kind ~= "timeout" then error(err, 0) end
    seen = seen or err
    for _, id in ipairs(seen.left) do batch.evidence[id] = true end
    for _, id in ipairs(seen.reached) do batch.back[id] = true end
    for id, status in pairs(seen.pending or {}) do batch.last[id] = status end
    for id, status in pairs(seen.lost or {}) do settle(id, "failed", "is " .. status .. " after the reboot") end
end

-- A reboot can be too quick to be seen. A new boot id, told by the instance itself, proves it; no answer proves nothing.
local function compare_boot_ids(batch)
    local unproven = in_flight(batch, function(id) return not batch.evidence[id] and batch.boot_ids[id] end)
    if #unproven == 0 then return end
    for id, boot_id in pairs(zec.boot_id(unproven)) do
        if boot_id ~= batch.boot_ids[id] then
            batch.evidence[id] = true
            batch.back[id] = batch.last[id] == "RUNNING" or nil
        end
    end
end

-- Watches until all are back, looking for missing evidence more and more rarely.
local function observe(batch)
    local deadline, look = clock() + options.reboot_timeout, FIRST_LOOK
    while clock() < deadline do
        local proven = in_flight(batch, function(id) return batch.evidence[id] and not batch.back[id] end)
        local unproven = in_flight(batch, function(id) return not batch.evidence[id] end)
        if #proven + #unproven == 0 then return end
        local seconds = deadline - clock()
        if #unproven > 0 then seconds = math.min(look, seconds) end
        task.all {
            function() watch(batch, proven, seconds, false) end,
            function() watch(batch, unproven, seconds, true) end,
        }
        compare_boot_ids(batch)
        look = look * 2
    end
end

local function judge(batch)
    for _, id in ipairs(in_flight(batch, function(id) return not batch.back[id] end)) do
        if batch.evidence[id] then
            settle(id, "failed", ("is %s, too long after its reboot began"):format(batch.last[id] or "unknown"))
        elseif batch.accepted[id] then
            settle(id, "uncertain", "the reboot was accepted, but nobody saw it happen")
        else
            settle(id, "uncertain", "the request got no clear answer, and nobody saw a reboot")
        end
    end
end

local function is_healthy(url)
    local answer, err = try(http.get, url, { timeout = 5 })
    return answer and answer.status == 200, answer and "status " .. answer.status or tostring(err.message)
end

local function check_health(id)
    local url = options.health_url:gsub("%%s", function() return address(id) end)
    local last
    local function healthy()
        local ok, seen = is_healthy(url)
        last = seen
        return ok
    end
    local _, err = try(wait, healthy, { timeout = options.reboot_timeout, every = 2, what = url })
    if err then settle(id, "failed", ("is not healthy after its reboot: %s"):format(last)) end
end

-- Runs to its end, whoever asks to stop: what was begun is settled.
local function reboot(chosen, show)
    local batch = { ids = chosen, accepted = {}, evidence = {}, back = {}, last = {} }
    batch.boot_ids = zec.boot_id(chosen)
    if script.stopping() or not request(batch) then return end
    show()
    observe(batch)
    judge(batch)
    local back = in_flight(batch, function(id) return batch.back[id] end)
    if options.health_url then task.each(back, check_health) end
    for _, id in ipairs(in_flight(batch, function(id) return batch.back[id] end)) do settle(id, "done") end
end

-- MARK: Batch after batch

local position = 0 -- of the last id that was in a batch

-- The next planned ids, as many as there is room for; none when nothing is left, or no room.
local function next_planned()
    local room, chosen = options.batch_size - count.skipped, {}
    while #chosen < room and position < #ids do
        position = position + 1
        if state[ids[position]] == "planned" then chosen[#chosen + 1] = ids[position] end
    end
    return chosen
end

-- The next ids that are RUNNING right now.
local function next_batch()
    local running, chosen = {}, nil
    repeat
        chosen = next_planned()
        local statuses = #chosen > 0 and zec.status(chosen) or {}
        for _, id in ipairs(chosen) do
            skip_unless_running(id, statuses[id])
            if state[id] == "planned" then running[#running + 1] = id end
        end
    until #running > 0 or #chosen == 0
    return running
end

local function show(line)
    line:update { done = count.done, in_flight = count["in flight"], failed = count.failed + count.uncertain }
end

local function roll()
    local line <close> = progress { what = "rebooting", total = #ids }
    local batch = next_batch()
    while #batch > 0 do
        task.shield(reboot, batch, function() show(line) end)
        show(line)
        if count.failed + count.uncertain > 0 or script.stopping() or count.planned == 0 then return end
        sleep(options.pause)
        batch = next_batch()
    end
end

-- MARK: What is said

local function print_ids(list)
    local text = "   "
    for position, id in ipairs(list) do
        local word = " " .. id .. (position < #list and "," or "")
        if #text + #word > 100 then
            print(text)
            text = "   "
        end
        text = text .. word
    end
    if #list > 0 then print(text) end
end

local function print_reasons(list)
    for _, id in ipairs(list) do
        print(("    %s (%s): %s"):format(id, instances[id].instanceName or "no name", reason[id]))
    end
end

local function print_summary(seconds)
    seconds = math.floor(seconds)
    print(("%d instances, %dm %02ds"):format(#ids, seconds // 60, seconds % 60))
    local total = 0
    for _, row in ipairs {
        { "done", "done", print_ids }, { "failed", "failed", print_reasons },
        { "uncertain", "uncertain", print_reasons }, { "skipped", "skipped", print_reasons },
        { "not started", "planned", print_ids },
    } do
        local list = all(row[2])
        total = total + #list
        print(("%5d %s"):format(#list, row[1]))
        row[3](list)
    end
    if total ~= #ids then error("internal error: the sums do not agree") end
end

local function print_plan()
    local planned, room = all("planned"), options.batch_size - count.skipped
    print(("would reboot %d of %d instances, at most %d at a time"):format(#planned, #ids, math.max(room, 0)))
    if options.health_url then print("each must answer 200 on " .. options.health_url) end
    if count.skipped > 0 then
        print("not touched, as they are not RUNNING; they take room from every batch:")
        print_reasons(all("skipped"))
    end
    for first = 1, room > 0 and #planned or 0, math.max(room, 1) do
        print(("batch %d:"):format((first - 1) // room + 1))
        print_ids(table.move(planned, first, math.min(first + room - 1, #planned), 1, {}))
    end
end

local function conclude()
    if count.uncertain > 0 then
        local advice = "%d uncertain: look at them before anything reboots them again"
        fail(advice:format(count.uncertain), { exit_code = 6 })
    end
    if count.failed > 0 then fail(("stopped: %d failed"):format(count.failed)) end
    if count.skipped >= options.batch_size and count.planned > 0 then
        fail(("stopped: %d are down already, which leaves no room in a batch"):format(count.skipped))
    end
    if count.skipped > 0 then fail(("%d were not RUNNING and so not rebooted"):format(count.skipped)) end
end

check_health_url()
if options.dry_run then return print_plan() end

local began = clock()
local ok, err = pcall(roll)
for _, id in ipairs(all("in flight")) do settle(id, "uncertain", "nobody looked to the end: " .. tostring(err)) end
print_summary(clock() - began)
if ok or count.uncertain > 0 then conclude() end
if not ok then error(err, 0) end

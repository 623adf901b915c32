-- Turns a selection (ids, rows of the inventory, a file, standard input or a filter) into one row for each
-- instance, in order.

local need = ...
local world = need "world"
local exclusion, specification, grouping, hooks =
    need "options/exclusion", need "options/specification", need "options/grouping", need "options/hooks"
local health, pace, text = need "ports/health", need "core/pace", need "core/text"
local host, zec, try, clock, sleep, fail, log =
    world.host, world.zec, world.try, world.clock, world.sleep, world.fail, world.log

local selection = {}

local function refuse(problem, ...) fail("rolling: " .. problem:format(...)) end

-- Refuses a specification that is wrong in itself; `refuse` is for a problem with a file or the inventory.
local misused = specification.refuse

-- The time limit of retries if the cloud does not list the instances, in seconds.
local PATIENCE = 300

-- Returns the message for a cloud that did not list the instances. `waited` is in seconds.
local function unlisted(waited, reason)
    local time = waited >= 1 and " for " .. text.duration(waited // 1) or ""
    return ("rolling: could not list the instances%s; nothing was rebooted: %s"):format(time, reason)
end

-- Calls `read(argument)`, which asks the cloud, and returns its answer. Retries an error that may pass, for
-- up to PATIENCE seconds. If no answer comes, fails with exit code 7: nothing was begun.
local function patiently(read, argument)
    local began, pause, was_told = clock(), 2, false
    local deadline = began + PATIENCE
    while true do
        local answer, err = try(read, argument)
        if answer then return answer end
        if type(err) ~= "table" then error(err, 0) end
        if not err.retryable or clock() + pause > deadline then
            if err.kind == "usage" then misused("filter: %s", specification.problem_of(err)) end
            if err.kind == "credentials" or err.kind == "configuration" then error(err, 0) end
            fail(unlisted(clock() - began, tostring(err.message)), { exit_code = 7 })
        end
        if not was_told then
            log.warn("could not list the instances, and tries again for up to %s: %s",
                text.duration(PATIENCE), tostring(err.message))
            was_told = true
        end
        sleep(pause)
        pause = math.min(pause * 2, 60)
    end
end

local function instances(filter) return patiently(zec.instances, filter) end

-- MARK: Ids and rows

local BYTE_ORDER_MARK = "\xEF\xBB\xBF"

-- Returns the ids in a text, separated by spaces or line ends; a # begins a comment. Refuses any other form,
-- such as a table with commas: to skip a part of the file would leave out a part of the fleet.
local function ids_in(content, name)
    local ids, number = {}, 0
    if content:sub(1, 3) == BYTE_ORDER_MARK then content = content:sub(4) end
    for line in content:gsub("\r\n?", "\n"):gmatch("([^\n]*)\n?") do
        number = number + 1
        local words = line:gsub("#.*", "")
        if words:find "[,;\"'|]" then
            refuse("line %d of %s is no list of ids: '%s'; ids with spaces or line ends between them are "
                .. "expected (of a CSV file: cut -d, -f1 FILE | tail -n +2)", number, name, line)
        end
        for id in words:gmatch "%S+" do ids[#ids + 1] = id end
    end
    return ids
end

local function ids_of_file(path)
    local name = path == "-" and "standard input" or path
    local content, problem = host.read_file(path)
    if not content then refuse("cannot read %s: %s", name, problem) end
    return ids_in(content, name)
end

local function id_of(item, position)
    if type(item) == "string" and item ~= "" then return item end
    if type(item) == "table" and type(item.instanceId) == "string" then return item.instanceId end
    local shown = type(item) == "number" and tostring(item) .. ", a number" or type(item)
    refuse("instance %d is %s; an id as text, or a row of zec.instances, is expected", position, shown)
end

-- Returns the ids of a list in order, each once; the ids that the list has twice; and the rows in the list,
-- by id.
local function distinct(items)
    local ids, twice, rows, seen = {}, {}, {}, {}
    for position, item in ipairs(items) do
        local id = id_of(item, position)
        if type(item) == "table" then rows[id] = item end
        if seen[id] then twice[#twice + 1] = id else ids[#ids + 1] = id end
        seen[id] = true
    end
    return ids, twice, rows
end

-- Returns what a specification names: `ids` in order, `twice` (the ids that it names twice), and `rows` (the
-- rows that it was given). Returns nil for a filter, which names no ids.
function selection.given(spec)
    if spec.filter then return nil end
    local ids, twice, rows = distinct(spec.instances or ids_of_file(spec.instances_file))
    return { ids = ids, twice = twice, rows = rows }
end

-- Returns what the filter matches now, in the form of `selection.given`.
local function matches(spec)
    local ids, twice, rows = distinct(instances(spec.filter))
    return { ids = ids, twice = twice, rows = rows }
end

local function fetch_missing_rows(ids, rows)
    local wanted = {}
    for _, id in ipairs(ids) do
        if not rows[id] then wanted[#wanted + 1] = id end
    end
    if #wanted == 0 then return end
    for _, row in ipairs(instances { instanceIds = wanted }) do rows[row.instanceId] = row end
end

local function list(ids)
    local shown = table.concat(ids, ", ", 1, math.min(#ids, 5))
    return #ids > 5 and ("%s and %d more"):format(shown, #ids - 5) or shown
end

-- Returns advice for an operator who gave a name instead of an id; "" if every unknown id looks like an id.
local function advice(unknown)
    for _, id in ipairs(unknown) do
        if id:find "%D" then
            local words = "; '%s' is no id: choose instances by name with filter = { name = … } (--name)"
            return words:format(id)
        end
    end
    return ""
end

local function known_rows(spec, ids, rows, notes)
    local known, unknown = {}, {}
    for _, id in ipairs(ids) do
        if rows[id] then known[#known + 1] = rows[id] else unknown[#unknown + 1] = id end
    end
    if #unknown > 0 then
        if not spec.allow_missing then
            refuse("the cloud knows no instance with the id %s%s", list(unknown), advice(unknown))
        end
        notes[#notes + 1] = ("%s unknown to the cloud %s left out: %s"):format(
            text.count(#unknown, "instance"), #unknown == 1 and "is" or "are", list(unknown))
    end
    return known
end

-- MARK: Exclusion, order and count

local function without_excluded(spec, rows, notes)
    if not spec.exclude then return rows end
    local kept, unknown = exclusion.apply(spec.exclude, rows, function() return instances {} end)
    if #unknown > 0 then
        for i, name in ipairs(unknown) do unknown[i] = ("'%s'"):format(name) end
        local problem = "exclude: no instance has the id or name " .. list(unknown)
        if not spec.allow_missing then refuse("%s", problem) end
        notes[#notes + 1] = problem
    end
    if #kept < #rows then
        local count = #rows - #kept
        notes[#notes + 1] = ("%s %s excluded"):format(
            text.count(count, "instance"), count == 1 and "is" or "are")
    elseif type(spec.exclude) == "function" and #rows > 0 then
        -- A function that was written for other arguments may return false for every instance.
        notes[#notes + 1] = "the function of exclude left out no instance"
        log.warn("%s: the function of exclude left out no instance of %d; it is called with (id, row)",
            spec.name, #rows)
    end
    return kept
end

local function by_group_and_name(a, b)
    if a.zoneId ~= b.zoneId then return (a.zoneId or "") < (b.zoneId or "") end
    if a.instanceName ~= b.instanceName then return (a.instanceName or "") < (b.instanceName or "") end
    return a.instanceId < b.instanceId
end

local function shuffle(rows)
    for i = #rows, 2, -1 do
        local j = 1 + math.floor(host.random() * i)
        rows[i], rows[j] = rows[j], rows[i]
    end
end

-- Returns the instances that are not RUNNING or not healthy: a map from id to the reason.
local function unwell(spec, rows)
    local ids, running, found, checker = {}, {}, {}, health.new(spec.health_check)
    for i, row in ipairs(rows) do ids[i] = row.instanceId end
    local statuses = #ids > 0 and patiently(zec.status, ids) or {}
    for _, row in ipairs(rows) do
        local id = row.instanceId
        if statuses[id] == "RUNNING" then
            running[#running + 1] = { id = id, row = row }
        else
            found[id] = statuses[id]
        end
    end
    if checker then checker:note_unwell(running, found) end
    return found
end

local function unhealthy_first(spec, rows)
    local is_unwell, position = unwell(spec, rows), 1
    local well = {}
    for _, row in ipairs(rows) do
        if is_unwell[row.instanceId] then
            rows[position], position = row, position + 1
        else
            well[#well + 1] = row
        end
    end
    table.move(well, 1, #well, position, rows)
end

local function arrange(spec, rows)
    local order = spec.order
    if order == "as_given" then return end
    if type(order) == "function" then
        local ok, problem = host.call_hook(table.sort, rows, order)
        if not ok then
            misused("order: %s", type(problem) == "table" and problem.message or tostring(problem))
        end
        return
    end
    table.sort(rows, by_group_and_name)
    if order == "shuffle" then shuffle(rows) end
    if order == "unhealthy_first" then unhealthy_first(spec, rows) end
end

local function check_count(spec, count)
    local expect = spec.expect
    if count == 0 and not spec.allow_empty then
        refuse("the selection is empty: there is nothing to reboot (allow_empty = true allows that)")
    end
    if expect and expect.min and count < expect.min then
        refuse("the selection has %s, fewer than the %d expected (expect.min)",
            text.count(count, "instance"), expect.min)
    end
    if expect and expect.max and count > expect.max then
        refuse("the selection has %s, more than the %d expected (expect.max)",
            text.count(count, "instance"), expect.max)
    end
    if count > spec.max_targets then
        refuse("the selection has %s, more than the limit of %d (max_targets)",
            text.count(count, "instance"), spec.max_targets)
    end
end

-- Returns the rows of the inventory by id. An id that the cloud does not know has no row.
function selection.rows(ids)
    local rows = {}
    fetch_missing_rows(ids, rows)
    return rows
end

-- Returns the rows that the filter of a specification matches now, without the excluded instances.
function selection.matching(spec)
    local given = matches(spec)
    return without_excluded(spec, known_rows(spec, given.ids, given.rows, {}), {})
end

-- Returns the selected instances in the order of the roll, { id =, name =, group =, row = }, and notes about
-- the selection for the plan. `given` is the result of `selection.given`.
function selection.resolve(spec, given)
    local notes = {}
    given = given or matches(spec)
    local ids, twice, rows = given.ids, given.twice, given.rows
    if #twice > 0 then
        notes[#notes + 1] = ("%s %s given twice and %s once: %s"):format(text.count(#twice, "instance"),
            #twice == 1 and "was" or "were", #twice == 1 and "counts" or "count", list(twice))
    end
    fetch_missing_rows(ids, rows)
    local known = known_rows(spec, ids, rows, notes)
    hooks.know(known)
    known = without_excluded(spec, known, notes)
    arrange(spec, known)
    check_count(spec, #known)
    return pace.arrange(spec, grouping.members(spec, known)), notes
end

return selection

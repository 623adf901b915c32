-- Reboots instances batch by batch; no instance is done without evidence that it rebooted.
--
-- Usage: zecscript scripts/rolling.lua [options] ID...
--        zecscript scripts/rolling.lua [options] --tag role=web
--
-- A thin command over the library: each option is the option of rolling.reboot with the same name (see the
-- reference). Exit code 0: every instance is done. 5: stopped by failures. 6: the result of some reboots is
-- not known; look at these instances first. 7: stopped before every instance was started. 8: finished, and
-- some instances failed.

local rolling = require "rolling"

local options = script.options {
    about = "Reboots instances batch by batch, and calls none of them done without evidence that it "
        .. "rebooted.",
    arguments = { name = "ID", help = "instances to reboot" },
    "Which instances (ids, or a filter, or --all):",
    {
        "tag", "list", metavar = "KEY=VALUE",
        help = "instances with this tag; with several tags, instances that have all of them",
    },
    { "zone", metavar = "ZONE", help = "instances in this zone" },
    { "name", metavar = "TEXT", help = "instances with this text in their name" },
    { "all", "flag", help = "every instance of the account" },
    "What the script does:",
    { "plan", "flag", help = "print what would be done, and do nothing" },
    { "dry-run", "flag", help = "another name of --plan" },
    { "json", "flag", help = "with --plan: print the plan as JSON" },
    { "no-provider-maintenance", "flag", help = "wait while the provider maintains a selected instance" },
    { "pause", "duration", help = "another name of --bake-time" },
    table.unpack(rolling.flags()),
}

local function refuse(problem) fail(problem .. " (see --help)", { exit_code = 2 }) end

local function filter()
    local tags = {}
    for _, tag in ipairs(options.tag) do
        local key, value = tag:match("^([^=]+)=(.*)$")
        if not key then refuse(("--tag %s: KEY=VALUE expected"):format(tag)) end
        if tags[key] then
            refuse(("--tag %s is given twice; no instance has two values of one tag"):format(key))
        end
        tags[key] = value
    end
    return { tags = next(tags) and tags, zoneId = options.zone, name = options.name }
end

-- Sets the selection. Exactly one way of choosing instances must be given: an empty choice never means all
-- instances.
local function choose(spec)
    local by_id = #options.args > 0 or options.ids_file ~= nil
    local by_filter = #options.tag > 0 or options.zone ~= nil or options.name ~= nil
    local ways = (by_id and 1 or 0) + (by_filter and 1 or 0) + (options.all and 1 or 0)
    if ways == 0 then refuse("no instances chosen: give ids, a filter or --all") end
    if ways > 1 then refuse("ids, a filter and --all exclude each other") end
    if #options.args > 0 and options.ids_file then refuse("ids and --ids-file exclude each other") end
    for name, value in pairs { zone = options.zone, name = options.name } do
        if value == "" then refuse(("--%s is empty; it never means all"):format(name)) end
    end
    for _, id in ipairs(options.args) do
        if id == "" then refuse("an id is empty; it never means all") end
    end
    if options.ids_file then return end
    if by_id then spec.instances = options.args else spec.filter = by_filter and filter() or {} end
end

-- Returns the default name of the roll. A later process finds the roll by its name, so each selection has a
-- name of its own.
local function name_of_selection()
    if options.all then return "all" end
    if options.ids_file then return options.ids_file end
    local words, count = table.pack(table.unpack(options.args)), #options.args
    if count > 3 then words = { ("%s and %d more"):format(options.args[1], count - 1) } end
    table.move(options.tag, 1, #options.tag, #words + 1, words)
    words[#words + 1] = options.zone
    words[#words + 1] = options.name
    return table.concat(words, " ")
end

local spec = rolling.from_flags(options)
spec.bake_time = options.pause or spec.bake_time
-- With --batch-size and without --max-unavailable, a whole batch may be down.
spec.max_unavailable = spec.max_unavailable or spec.batch_size and spec.batch_size[#spec.batch_size]
spec.blockers = options.no_provider_maintenance and { zec.no_provider_maintenance } or nil
choose(spec)
spec.name = spec.name or name_of_selection()

-- Runs an action. Reports an error in the options of the library as an error of the command line.
local function run(action)
    local result, err = try(action, spec)
    if not err then return result end
    if err.kind == "usage" and err.message:find("^rolling: ") then refuse(err.message) end
    error(err, 0)
end

if options.plan or options.dry_run then
    local plan = run(rolling.plan)
    return print(options.json and json.encode(plan, { indent = true }) or tostring(plan))
end
if options.json then refuse("--json needs --plan") end

exit(run(rolling.reboot).exit_code)

-- A roll whose health check is a function of the script, for scripts/dev/bench/compare-roll.py.
--
-- Usage: zecscript roll_function.lua --batch-size 20 --poll 50ms --health-url URL --report FILE

local options = script.options {
    { "batch-size", "integer", default = 20, help = "How many at a time" },
    { "poll", "duration", default = "300ms", help = "The time between two looks at the statuses" },
    { "health-url", "string", required = true, metavar = "URL", help = "What must answer 2xx; %s is an id" },
    { "report", "string", required = true, metavar = "FILE", help = "Where the report goes" },
}

local function is_healthy(id)
    local answer = http.get((options.health_url:gsub("%%s", id)))
    return answer.status == 200
end

local report = require("rolling").reboot {
    name = "function", filter = {}, batch_size = options.batch_size, max_unavailable = options.batch_size,
    min_healthy_time = 0, bake_time = 0, verify = "status",
    poll = { leave = options.poll, up = options.poll, max = options.poll },
    health_check = { fn = is_healthy, consecutive = 1, interval = "50ms" }, report = options.report,
}
exit(report.exit_code)

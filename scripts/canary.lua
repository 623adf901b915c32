-- Reboots one instance first and watches it; then reboots the other instances, a share of them at a time.
--
-- Usage: zecscript scripts/canary.lua --tag role=web --health-url 'http://%s/health' [options]
--
-- In Ansible's words: `serial: [1, "10%"]` with `max_fail_percentage: 0`, and a `pause` after the first
-- batch. Three things differ. An instance that is unreachable, or without proof of its reboot, counts as
-- failed. The limit of failures holds for the whole run, not for each batch. Instances that are down for
-- other reasons count against the limit of instances down at once.
--
-- Exit code 0: every instance is done. 5: refused, or stopped by a failure. 6: the result of some reboots is
-- not known; look at these instances first. 7: stopped before every instance was started. 8: finished, and
-- some instances failed.

local rolling = require "rolling"

local options = script.options {
    about = "Reboots one instance first, watches it, and only then the others, a share of them at a time.",
    "Which instances:",
    { "tag", metavar = "KEY=VALUE", required = true, help = "the instances with this tag" },
    {
        "max-targets", "integer", default = 500, min = 1,
        help = "refuse to begin with more instances than this",
    },
    "The canary:",
    {
        "canary-size", "integer", default = 1, min = 1,
        help = "the number of instances that are rebooted first",
    },
    { "canary-bake-time", "duration", default = "10m", help = "how long they are watched before the others" },
    { "approve", metavar = "FILE", help = "then wait until this file appears, for an hour at most" },
    "The others:",
    {
        "batch-percent", "integer", default = 10, min = 1, max = 100,
        help = "how many in a hundred go, or may be down, at a time",
    },
    "What counts:",
    {
        "health-url", metavar = "URL", required = true,
        help = "must answer 2xx; %s is the instance's address",
    },
}

local key, value = options.tag:match("^([^=]+)=(.+)$")
if not key then fail(("--tag %s: KEY=VALUE expected"):format(options.tag), { exit_code = 2 }) end

local share = options.batch_percent .. "%"

local report = rolling.reboot {
    name = "canary " .. options.tag,
    filter = { tags = { [key] = value } },
    max_targets = options.max_targets,

    -- The first item of the `serial` list. After it come its own bake time and, with --approve, an approval.
    canary = { size = options.canary_size, bake_time = options.canary_bake_time, approve = options.approve },

    -- The second item of the list, which repeats. max_unavailable is 1 unless set; then only one instance
    -- would be rebooted at a time, however large the batches.
    batch_size = share,
    max_unavailable = share,

    -- A `uri` task with `until` and `retries`: three good answers in a row, and one more ten seconds later.
    health_check = { http = options.health_url },
}

exit(report.exit_code)

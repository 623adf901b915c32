-- Reboots one instance first, watches it, and only then the others, a share of them at a time.
--
-- Usage: zecscript scripts/canary.lua --tag role=web --health-url 'http://%s/health' [options]
--
-- In Ansible's words: `serial: [1, "10%"]` with `max_fail_percentage: 0`. Three things differ. After the canary the roll waits
-- for minutes, and can wait for somebody who approves, as with the `pause` module. The share counts over the whole run, not in
-- each batch anew. And an instance that was not proven to have rebooted counts as failed, like one that is unreachable.
--
-- Exit code 0: all are done and well. 5: stopped by failures. 6: of some nobody knows whether they rebooted.
-- 7: not all were begun, for instance because nobody approved. 8: finished, with failures.

local rolling = require "rolling"

local options = script.options {
    about = "Reboots one instance first, watches it, and only then the others, a share of them at a time.",
    "Which instances:",
    { "tag", metavar = "KEY=VALUE", required = true, help = "those with this tag" },
    { "max-targets", "integer", default = 500, min = 1, help = "refuse to begin with more instances than this" },
    "The canary:",
    { "canary-size", metavar = "AMOUNT", default = "1", help = "how many go first: 2 or 1%" },
    { "canary-bake-time", "duration", default = "10m", help = "how long the roll waits after them" },
    { "approve", metavar = "FILE", help = "then wait until this file appears, for an hour at most" },
    "The others:",
    { "batch-size", metavar = "AMOUNT", default = "10%", help = "how many at a time: 5 or 10%; no more may ever be down" },
    { "max-fail-percent", metavar = "SHARE", help = "go on until more have failed: 5%; unless set none may fail" },
    { "health-url", metavar = "URL", required = true, help = "must answer 2xx; %s is the instance's address" },
}

local key, value = options.tag:match("^([^=]+)=(.+)$")
if not key then fail(("--tag %s: KEY=VALUE expected"):format(options.tag), { exit_code = 2 }) end

local report = rolling.reboot {
    name = "canary",
    filter = { tags = { [key] = value } },
    max_targets = options.max_targets,

    -- The first batch of a serial list, with a rest after it of its own.
    canary = { size = options.canary_size, bake_time = options.canary_bake_time, approve = options.approve },

    -- `serial` for the others. Without max_unavailable only one would go at a time, whatever the batches' size; it also counts
    -- those that are down for other reasons, so a fleet in trouble is given no more of it.
    batch_size = options.batch_size,
    max_unavailable = options.batch_size,

    -- A `uri` task with `until` and `retries`: three good answers in a row, and a last one after ten seconds more.
    health_check = { http = options.health_url },
    max_fail_percent = options.max_fail_percent,
}

exit(report.exit_code)

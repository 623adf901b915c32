-- What cron runs at three in the morning: reboots those that were not rebooted for a while, until the window closes.
--
-- Usage: zecscript scripts/nightly.lua --tag role=web --tz Europe/Paris --health-url 'http://%s/health' [options]
--
--     CRON_TZ=Europe/Paris
--     0 3 * * 1-5  flock -n /run/lock/nightly  zecscript --time-limit 4h scripts/nightly.lua --tag role=web …
--
-- An Ansible play in cron begins with whatever time it is, and goes on until it is through. This one looks at the window before
-- each reboot, and begins none that could last beyond its end. The next night goes on where this one stopped, for what was
-- rebooted lately is left out. `flock` keeps a second one from starting while the first one still runs.
--
-- Exit code 0: all are done and well, or need nothing. 5: stopped by failures. 6: of some nobody knows whether they rebooted.
-- 7: not all were begun, the others are for the next night. 8: finished, with failures.

local rolling = require "rolling"

local options = script.options {
    about = "Reboots those that were not rebooted for a while, within a window of the night.",
    "Which instances:",
    { "tag", metavar = "KEY=VALUE", required = true, help = "those with this tag" },
    { "expect-min", "integer", default = 1, min = 0, help = "refuse to begin with fewer instances than this" },
    { "max-targets", "integer", default = 500, min = 1, help = "refuse to begin with more instances than this" },
    { "skip-if-booted-since", "duration", default = "6d", help = "leave out what was booted within this time" },
    "When:",
    { "start", metavar = "HH:MM", default = "03:00", help = "when the window opens" },
    { "duration", "duration", default = "2h", help = "for how long" },
    { "tz", metavar = "ZONE", required = true, help = "in which time zone: Europe/Paris" },
    { "outside", choices = { "exit", "wait" }, default = "exit", help = "what to do while the window is closed" },
    "How:",
    { "batch-size", metavar = "AMOUNT", default = "2", help = "how many at a time: 2 or 5%; no more may ever be down" },
    { "max-failures", "integer", default = 0, min = 0, help = "so many may fail before it stops" },
    { "health-url", metavar = "URL", required = true, help = "must answer 2xx; %s is the instance's address" },
    { "notify", metavar = "URL", help = "tell this URL, in Slack's form; unless set the variable NOTIFY_URL" },
    { "report", metavar = "FILE", help = "write the whole report as JSON" },
}

local key, value = options.tag:match("^([^=]+)=(.+)$")
if not key then fail(("--tag %s: KEY=VALUE expected"):format(options.tag), { exit_code = 2 }) end

local report = rolling.reboot {
    name = "nightly",
    filter = { tags = { [key] = value } },
    expect = { min = options.expect_min },
    max_targets = options.max_targets,
    skip_if_booted_since = options.skip_if_booted_since,

    window = { start = options.start, duration = options.duration, tz = options.tz },
    outside = options.outside,
    blockers = { zec.no_provider_maintenance },

    -- `serial`. Without max_unavailable only one would go at a time, whatever the batches' size.
    batch_size = options.batch_size,
    max_unavailable = options.batch_size,
    max_failures = options.max_failures,
    health_check = { http = options.health_url },

    -- It tells of the start, of each stop, and of the end; also when the window was closed and nothing was done at all.
    notify = options.notify or env "NOTIFY_URL",
    report = options.report,
}

exit(report.exit_code)

-- What cron runs at three in the morning: reboots what was not rebooted for a while, until the window closes.
--
-- Usage: zecscript scripts/nightly.lua --tag role=web --tz Europe/Paris --health-url 'http://%s/health'
--            [options]
--
--     0 3 * * 1-5  zecscript --time-limit 3h  /opt/scripts/nightly.lua
--                      --tag role=web --tz Europe/Paris --health-url 'http://\%s/health'
--     (one line; cron wants % as \%)
--
-- A play in cron goes on until it is through, whatever the time. This one looks at the window before each
-- reboot, and begins none that may last beyond its end. The next night goes on with the same roll where this
-- one stopped; a new roll leaves out what was rebooted lately. A second run beside the first ends with 9.
-- Cron goes by the machine's time zone and the window by --tz: where they are not the same, let cron come
-- earlier, with --outside wait.
--
-- Exit code 0: all are done and well, or need nothing. 5: refused, or stopped by failures. 6: of some nobody
-- knows whether they rebooted; look at them first. 7: the window has closed, or something else kept some from
-- being begun. 8: finished, with failures.

local rolling = require "rolling"

local options = script.options {
    about = "Reboots those that were not rebooted for a while, within a window of the night.",
    "Which instances:",
    { "tag", metavar = "KEY=VALUE", required = true, help = "those with this tag" },
    { "expect-min", "integer", min = 1, help = "refuse to begin with fewer instances than this" },
    {
        "max-targets", "integer", default = 500, min = 1,
        help = "refuse to begin with more instances than this",
    },
    {
        "skip-if-booted-since", "duration", default = "6d",
        help = "leave out those that booted within this time",
    },
    "When:",
    { "start", metavar = "HH:MM", default = "03:00", help = "when the window opens" },
    { "duration", "duration", default = "2h", help = "how long it is open" },
    { "tz", metavar = "ZONE", required = true, help = "the window's time zone, such as Europe/Paris" },
    { "outside", choices = { "exit", "wait" }, default = "exit", help = "what to do while it is closed" },
    "How:",
    { "batch-size", "integer", default = 2, min = 1, help = "how many go, or may be down, at a time" },
    { "max-failures", "integer", default = 0, min = 0, help = "so many may fail before it stops" },
    {
        "health-url", metavar = "URL", required = true,
        help = "must answer 2xx; %s is the instance's address",
    },
    {
        "notify", metavar = "URL",
        help = "tell this URL, in Slack's form; NOTIFY_URL in the environment unless set",
    },
    { "report", metavar = "FILE", help = "write the whole report as JSON" },
}

local key, value = options.tag:match("^([^=]+)=(.+)$")
if not key then fail(("--tag %s: KEY=VALUE expected"):format(options.tag), { exit_code = 2 }) end

local report = rolling.reboot {
    name = "nightly " .. options.tag,
    filter = { tags = { [key] = value } },
    expect = { min = options.expect_min },
    max_targets = options.max_targets,
    skip_if_booted_since = options.skip_if_booted_since,

    window = { start = options.start, duration = options.duration, tz = options.tz },
    outside = options.outside,
    blockers = { zec.no_provider_maintenance },

    -- `serial`. max_unavailable is 1 unless set, and then only one would go at a time, however large the
    -- batches.
    batch_size = options.batch_size,
    max_unavailable = options.batch_size,
    max_failures = options.max_failures,
    health_check = { http = options.health_url },

    -- It tells of the start, of a stop and of the end, also where the window was closed and nothing was done.
    notify = options.notify or env "NOTIFY_URL",
    report = options.report,
}

exit(report.exit_code)

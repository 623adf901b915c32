-- For cron or a timer: reboots the instances that were not rebooted for some days, until the window closes.
--
-- Usage: zecscript scripts/nightly.lua --tag role=web --tz Europe/Paris --health-url 'http://%s/health'
--            [options]
--
--     0 3 * * 1-5  zecscript --time-limit 3h  /opt/scripts/nightly.lua
--                      --tag role=web --tz Europe/Paris --health-url 'http://\%s/health'
--     (one line; cron wants % as \%)
--
-- An Ansible play in cron runs to its end, whatever the time. This script checks the window before each
-- batch, and begins no reboot that may last beyond the end of the window. The next night resumes the same
-- roll; a new roll skips instances that were rebooted lately. A second process beside the first ends with
-- exit code 9. Cron uses the machine's time zone, the window uses --tz: if they differ, start the script
-- earlier, and with the option --outside wait.
--
-- Exit code 0: every instance is done. 5: refused, or stopped by a failure. 6: the result of some reboots is
-- not known; look at these instances first. 7: stopped before every instance was started. 8: finished, and
-- some instances failed or were left out.

local rolling = require "rolling"

local options = script.options {
    about = "Reboots the instances that were not rebooted for some days, within a window of the night.",
    "Which instances:",
    { "tag", metavar = "KEY=VALUE", required = true, help = "the instances with this tag" },
    { "expect-min", "integer", min = 1, help = "refuse to begin with fewer instances than this" },
    {
        "max-targets", "integer", default = 500, min = 1,
        help = "refuse to begin with more instances than this",
    },
    {
        "skip-if-booted-since", "duration", default = "6d",
        help = "leave out instances that booted within this time",
    },
    "When:",
    { "start", metavar = "HH:MM", default = "03:00", help = "when the window opens" },
    { "duration", "duration", default = "2h", help = "how long the window is open" },
    { "tz", metavar = "ZONE", required = true, help = "the window's time zone, such as Europe/Paris" },
    {
        "outside", choices = { "exit", "wait" }, default = "exit",
        help = "what to do while the window is closed",
    },
    "How:",
    {
        "batch-size", "integer", default = 2, min = 1,
        help = "the size of a batch, and the limit of instances down at once",
    },
    {
        "max-failures", "integer", default = 0, min = 0,
        help = "the number of failures that do not stop the roll",
    },
    {
        "health-url", metavar = "URL", required = true,
        help = "must answer 2xx; %s is the instance's address",
    },
    {
        "notify", metavar = "URL",
        help = "post a message to this URL, in Slack's form; NOTIFY_URL in the environment unless set",
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

    -- `serial`. max_unavailable is 1 unless set; then only one instance would be rebooted at a time, however
    -- large the batches.
    batch_size = options.batch_size,
    max_unavailable = options.batch_size,
    max_failures = options.max_failures,
    health_check = { http = options.health_url },

    -- A notification is sent at the start, at a stop and at the end, also if the window was closed and no
    -- instance was rebooted.
    notify = options.notify or env "NOTIFY_URL",
    report = options.report,
}

exit(report.exit_code)

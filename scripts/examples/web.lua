-- web.lua: reboots the web servers of one zone, a tenth at a time, in the nights to Tuesday and Thursday.
local rolling = require "rolling"
local report = rolling.reboot {
    name = "web",
    filter = { zoneId = "asia-east-1a", tags = { role = "web" } },
    max_unavailable = "10%",
    health_check = { http = "http://%s/health" },
    canary = {},
    window = { days = { "Tue", "Thu" }, start = "02:00", duration = "3h", tz = "Europe/Paris" },
}
exit(report.exit_code)

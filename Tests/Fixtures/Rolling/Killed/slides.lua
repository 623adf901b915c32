-- A sliding window with a checkpoint, killed at every point. Uncertain instances stay uncertain.

local report = require "rolling".reboot {
    name = "slides", filter = {}, mode = "rolling", batch_size = 3, max_unavailable = 3, verify = "boot_id",
    checkpoint = { at = { "50%" } }, approve = function() return true end,
    health_check = { http = "http://%s/health" }, max_failures = 100,
    blocker_deadline = "2m",
}
exit(report.exit_code)

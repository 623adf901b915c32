-- The roll of kill-points.py: every instance, a batch at a time, taken out of load before its reboot.
--
-- Usage: zecscript scripts/dev/kill-points.lua LOAD BATCH_SIZE
-- An instance that takes load is a file in LOAD/in; a drain moves the file to LOAD/out. A hook that was cut
-- off is called again. The second call may find no file to move, which is no failure.

local rolling = require "rolling"

local load, batch_size = arg[1], tonumber(arg[2])

local function move(from, to)
    return function(id) os.rename(("%s/%s/%s"):format(load, from, id), ("%s/%s/%s"):format(load, to, id)) end
end

local report = rolling.reboot {
    name = "trial",
    filter = {},
    batch_size = batch_size,
    max_unavailable = batch_size,
    drain = move("in", "out"),
    undrain = move("out", "in"),
    ambiguous_retry = 1,
    -- The simulated cloud carries out a request at once or never.
    late_effect = "1s",
    observe_time = "3s",
    min_healthy_time = 0,
    bake_time = 0,
    poll = { leave = "100ms", up = "100ms" },
}

exit(report.exit_code)

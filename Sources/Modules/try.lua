-- try returns an error as a result; fail ends the script on purpose.

local declare = ...
local host, pcall = host, host.pcall

local function outcome(ok, ...)
    if ok then return ... end
    local err = ...
    if host.ends_task(err) then error(err, 0) end
    if err == nil then err = "nil" end -- error() and error(nil): `if err` must still see a failure
    return nil, err
end

declare("try", function(fn, ...) return outcome(pcall(fn, ...)) end)

declare("fail", function(message, options)
    options = options or {}
    local code = options.exit_code
    if code and (code < 1 or code > 255) then
        host.bad_option("fail", 2, "exit_code", "from 1 to 255 expected, got " .. code)
    end
    host.error("failed", message, { exit_code = code, hint = options.hint })
end)

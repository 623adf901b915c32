-- Reboots one instance and waits until it is back.
--
-- Usage: zecscript scripts/reboot-one.lua ID

local id = script.options { arguments = { name = "ID", min = 1, max = 1 } }.args[1]
local answer = zec.reboot { id }
if answer.refused[1] then fail(("%s: %s"):format(id, answer.refused[1].message)) end
zec.wait({ id }, "RUNNING", { left = true, timeout = "10m" })
print(id .. " is back")

-- The campaigns of a name. One roll at a time claims the name: until it releases the claim, no other process,
-- and no other roll of this process, writes these campaigns.

local need = ...
local world = need "world"
local host, clock, log, sleep, try = world.host, world.clock, world.log, world.sleep, world.try
local text = need "core/text"

-- The pause between two attempts to claim a name that another process has claimed, in seconds.
local PAUSE = 1

local Claim = {}
Claim.__index = Claim

local port = {}

-- The names that rolls of this process have claimed.
local claimed = {}

-- Returns a claim without a name; the caller closes it.
function port.claim() return setmetatable({}, Claim) end

local function is_locked(err) return type(err) == "table" and err.kind == "locked" end

-- Claims a name. If another process has claimed it, waits up to `patience` seconds for that process to end.
local function wait_for(name, patience)
    local began, was_told = clock(), false
    while true do
        local number, err = try(host.campaign_claim, name)
        if number then return number end
        local left = began + patience - clock()
        if not is_locked(err) or left <= 0 then error(err, 0) end
        if not was_told then
            log.info("%s (--wait-for-lock: waits at most %s)", err.message, text.duration(patience))
            was_told = true
        end
        sleep(math.min(PAUSE, left))
    end
end

-- Claims a name. Raises if another roll of this process has claimed it, or if another process holds it for
-- longer than `patience` seconds.
function Claim:take(name, patience)
    if claimed[name] then
        local message = "rolling: the roll '%s' is under way in this script; give each roll its own name"
        host.error("locked", message:format(name))
    end
    self.number = wait_for(name, patience or 0)
    claimed[name], self.name = true, name
end

-- Returns the number of the last campaign, and the number of its journal; nil if the name has no campaign.
function Claim:last()
    local numbers = host.campaign_numbers(self.number)
    local last = numbers[#numbers]
    if not last then return nil end
    local opened = host.campaign_open(self.number, last)
    if not host.journal_last(opened) then self.unwritten, self.unwritten_campaign = opened, last end
    return last, opened
end

-- Returns the number of the journal of a campaign; nil if no such campaign is stored.
function Claim:open(campaign)
    for _, number in ipairs(host.campaign_numbers(self.number)) do
        if number == campaign then return host.campaign_open(self.number, campaign) end
    end
    return nil
end

-- Begins a campaign; returns the number of its journal and the number of the campaign. A process that was
-- killed before its first event has left a journal without events: that journal is used, because otherwise it
-- would be listed as an open roll for ever.
function Claim:create()
    if self.unwritten then return self.unwritten, self.unwritten_campaign end
    return host.campaign_create(self.number)
end

-- Deletes every campaign but the last one.
function Claim:keep_last()
    local numbers = host.campaign_numbers(self.number)
    for i = 1, #numbers - 1 do host.campaign_remove(self.number, numbers[i]) end
end

function Claim:__close()
    if not self.name then return end
    claimed[self.name] = nil
    host.campaign_release(self.number)
end

return port

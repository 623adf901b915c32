-- The campaigns of a name, which one roll at a time claims: no other process, and no other roll of this one,
-- writes them until the claim is released.

local need = ...
local host = need "world".host

local Claim = {}
Claim.__index = Claim

local port = {}

-- The names that rolls of this process have claimed.
local claimed = {}

-- A claim of no name yet; to be closed.
function port.claim() return setmetatable({}, Claim) end

-- Claims a name. Raises where a roll has claimed it already.
function Claim:take(name)
    if claimed[name] then
        local message = "rolling: the roll '%s' is under way in this script; give each roll its own name"
        host.error("locked", message:format(name))
    end
    self.number = host.campaign_claim(name)
    claimed[name], self.name = true, name
end

-- The number of the last campaign, and that of its journal; nil where there is none.
function Claim:last()
    local numbers = host.campaign_numbers(self.number)
    local last = numbers[#numbers]
    if not last then return nil end
    local opened = host.campaign_open(self.number, last)
    self.unwritten = not host.journal_last(opened) and opened or nil
    return last, opened
end

-- Begins a campaign, and gives the number of its journal. A process that was killed before its first event
-- has left a journal without events: that one is used, or it would be listed as an open roll for ever.
function Claim:create() return self.unwritten or host.campaign_create(self.number) end

function Claim:__close()
    if not self.name then return end
    claimed[self.name] = nil
    host.campaign_release(self.number)
end

return port

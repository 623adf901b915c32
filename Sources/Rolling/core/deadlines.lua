-- When each key must be looked at again, the earliest time first: a binary heap of keys by time.

local Deadlines = {}
Deadlines.__index = Deadlines

local deadlines = {}

function deadlines.new() return setmetatable({ at = {}, heap = {} }, Deadlines) end

local function swap_up(heap, position)
    while position > 1 do
        local parent = position // 2
        if heap[parent].at <= heap[position].at then return end
        heap[parent], heap[position] = heap[position], heap[parent]
        position = parent
    end
end

local function swap_down(heap, position)
    while true do
        local child = 2 * position
        if child > #heap then return end
        if child < #heap and heap[child + 1].at < heap[child].at then child = child + 1 end
        if heap[position].at <= heap[child].at then return end
        heap[child], heap[position] = heap[position], heap[child]
        position = child
    end
end

local function remove_first(heap)
    local last = table.remove(heap)
    if #heap == 0 then return end
    heap[1] = last
    swap_down(heap, 1)
end

-- Sets the time at which a key must be looked at, in place of its earlier time; nil removes the key.
function Deadlines:set(key, at)
    if self.at[key] == at then return end
    self.at[key] = at
    if at == nil or at == math.huge then return end
    table.insert(self.heap, { at = at, key = key })
    swap_up(self.heap, #self.heap)
end

-- Returns the earliest time of all keys; infinity if no key has a time.
function Deadlines:first()
    local heap = self.heap
    while heap[1] and self.at[heap[1].key] ~= heap[1].at do remove_first(heap) end -- the key has a newer time
    return heap[1] and heap[1].at or math.huge
end

-- Removes and returns a key whose time has come; nil if there is no such key.
function Deadlines:take(now)
    if self:first() > now then return nil end
    local key = self.heap[1].key
    remove_first(self.heap)
    self.at[key] = nil
    return key
end

return deadlines

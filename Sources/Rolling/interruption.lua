-- Work that ends early: a question to the cloud or to the script that is of no use once the roll begins nothing more.

local task = ...

local Interruption = {}
Interruption.__index = Interruption

local interruption = {}

-- `is_over()` tells whether the work is of no use any more.
function interruption.new(is_over) return setmetatable({ is_over = is_over, works = {} }, Interruption) end

local function remove(works, work)
    for position, other in ipairs(works) do
        if other == work then return table.remove(works, position) end
    end
end

-- Runs `fn(...)` in a task of its own. Returns true and its results, or false where it was ended early; raises its error.
function Interruption:run(what, fn, ...)
    if self.is_over() then return false end
    local work = { task = task.spawn(what, fn, ...) }
    table.insert(self.works, work)
    local answer = table.pack(pcall(work.task.wait, work.task))
    remove(self.works, work)
    if work.is_ended then return false end
    if answer[1] then return table.unpack(answer, 1, answer.n) end
    error(answer[2], 0)
end

-- Ends all the work that is under way; to be called when `is_over()` has become true.
function Interruption:end_all()
    for _, work in ipairs(self.works) do
        work.is_ended = true
        work.task:cancel("the roll begins nothing more")
    end
end

return interruption

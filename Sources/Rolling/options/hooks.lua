-- What functions of the script are called with: all that are about one instance get its id and its row.
--
-- In version 0.1 `drain` and `undrain` got (id, row), and the others the row alone. So the id of
-- an instance of a roll can be indexed like its row: a function of one parameter works,
-- whichever of the two it was written for.

local hooks = {}

-- By id. A row is forgotten with the roll that it belongs to.
local rows = setmetatable({}, { __mode = "v" })
local installed

-- Whatever a text had before, a method of strings, comes first.
local function install()
    local texts = getmetatable ""
    local before = texts.__index
    local function method(text, key)
        if type(before) == "function" then return before(text, key) end
        return before and before[key]
    end
    installed = function(text, key)
        local found = method(text, key)
        if found ~= nil then return found end
        local row = rows[text]
        return row and row[key]
    end
    texts.__index = installed
end

-- Lets the ids of these rows be indexed like the rows.
function hooks.know(list)
    -- A library of the script may have put its own there.
    if getmetatable("").__index ~= installed then install() end
    for _, row in ipairs(list) do rows[row.instanceId] = row end
end

return hooks

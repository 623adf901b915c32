-- Calls of hooks: every hook about one instance gets the id and the row of the instance.
--
-- In version 0.1 `drain` and `undrain` got (id, row), and the other hooks got the row alone. So the id of an
-- instance of a roll can be indexed like its row: a hook with one parameter works, whether it was written for
-- an id or for a row.

local hooks = {}

-- The rows by id. The table holds them weakly: a row is dropped with its roll.
local rows = setmetatable({}, { __mode = "v" })
local installed

-- Lets known ids be indexed like their rows. What a text had before, such as a method of strings, comes
-- first.
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
    -- A library of the script may have replaced the index function of texts.
    if getmetatable("").__index ~= installed then install() end
    for _, row in ipairs(list) do rows[row.instanceId] = row end
end

return hooks

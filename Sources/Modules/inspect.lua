-- inspect(value, options): formats any value as text for people. Keys are sorted, so the text is the same
-- each time.

local declare = ...
local json, visible, getinfo = json, visible, debug.getinfo

local WIDTH = 80
local DEPTH_MAX = 100 -- deeper output helps no reader, and recursion must end

local escapes = { ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t", ["\\"] = "\\\\", ['"'] = '\\"' }

local function escape(char) return escapes[char] or ("\\x%02X"):format(char:byte()) end

local function quoted(text)
    local unreadable = utf8.len(text) and '[%c"\\\127]' or '[%c"\\\127-\255]'
    local shown = text:gsub(unreadable, escape)
    return '"' .. (shown:find("[\128-\255]") and visible(shown) or shown) .. '"'
end

local function function_text(fn)
    local info = getinfo(fn, "S")
    if info.what == "C" or info.source:find("^=%[zecscript") then return "<built-in function>" end
    return ("<function %s:%d>"):format(info.short_src, info.linedefined)
end

local function plain(value)
    local kind = type(value)
    if kind == "string" then return quoted(value) end
    if kind == "function" then return function_text(value) end
    if value == json.null then return "null" end
    if kind == "userdata" or kind == "thread" then return "<" .. tostring(value) .. ">" end
    return tostring(value)
end

-- Returns the text of an object whose metatable has `__tostring`; nil for any other value. Errors give nil
-- too, so that their fields are shown.
local function own_text(value)
    local meta = getmetatable(value)
    if type(meta) ~= "table" or rawget(meta, "__name") == "zec.error" then return nil end
    if rawget(meta, "__tostring") == nil then return nil end
    local ok, text = pcall(tostring, value)
    return ok and "<" .. text .. ">" or "<" .. (rawget(meta, "__name") or "table") .. ">"
end

-- Counts how often each table occurs. A table that occurs more than once is shown once, with a number; so
-- cycles end.
local function count_tables(value, counts, depth)
    if type(value) ~= "table" or depth < 0 or own_text(value) then return end
    counts[value] = (counts[value] or 0) + 1
    if counts[value] > 1 then return end
    for key, item in next, value do
        count_tables(key, counts, depth - 1)
        count_tables(item, counts, depth - 1)
    end
end

local ranks = { number = 1, string = 2, boolean = 3 }

local function before(a, b)
    local left, right = ranks[type(a)] or 4, ranks[type(b)] or 4
    if left ~= right then return left < right end
    if left <= 2 then return a < b end
    return (own_text(a) or tostring(a)) < (own_text(b) or tostring(b))
end

local function sorted_fields(value, items)
    local keys = {}
    for key in next, value do
        local is_item = math.type(key) == "integer" and key >= 1 and key <= items
        if not is_item then keys[#keys + 1] = key end
    end
    table.sort(keys, before)
    return keys
end

local keywords = {}
for word in ([[and break do else elseif end false for function goto if in local nil not or repeat return
    then true until while]]):gmatch("%a+") do keywords[word] = true end

local Inspector = {}
Inspector.__index = Inspector

function Inspector:key_text(key, depth)
    if type(key) == "string" and key:match("^[%a_][%w_]*$") and not keywords[key] then return key end
    return "[" .. self:text(key, depth) .. "]"
end

function Inspector:parts(value, depth)
    local parts, nested = {}, false
    for i = 1, #value do
        parts[i] = self:text(value[i], depth)
        nested = nested or type(value[i]) == "table"
    end
    local items = #parts
    for _, key in ipairs(sorted_fields(value, items)) do
        parts[#parts + 1] = self:key_text(key, depth) .. " = " .. self:text(rawget(value, key), depth)
    end
    return parts, not nested and items == #parts
end

-- Lays out the parts of a table: several parts on a line if `fills`, else each part on its own line.
function Inspector:lines(parts, depth, fills)
    local indent = self.indent:rep(depth)
    local lines, line = {}, nil
    for _, part in ipairs(parts) do
        local longer = fills and line and line .. ", " .. part
        if longer and #indent + #longer < WIDTH then
            line = longer
        else
            lines[#lines + 1] = line
            line = part
        end
    end
    lines[#lines + 1] = line
    local start = self.newline .. indent
    local ending = self.newline .. self.indent:rep(depth - 1) .. "}"
    return "{" .. start .. table.concat(lines, "," .. start) .. ending
end

function Inspector:table_text(value, depth)
    if next(value) == nil then return "{}" end
    if depth >= self.depth then return "{…}" end
    local parts, fills = self:parts(value, depth + 1)
    local short = "{ " .. table.concat(parts, ", ") .. " }"
    if fills then short = "{" .. short:sub(3, -3) .. "}" end
    local fits = depth * #self.indent + #short <= WIDTH and not short:find("\n", 1, true)
    if fits or self.newline == "" then return short end
    return self:lines(parts, depth + 1, fills)
end

function Inspector:text(value, depth)
    if type(value) ~= "table" then return plain(value) end
    local own = own_text(value)
    if own then return own end
    if self.numbers[value] then return ("<table %d>"):format(self.numbers[value]) end
    if (self.counts[value] or 1) == 1 then return self:table_text(value, depth) end
    self.numbered = self.numbered + 1
    self.numbers[value] = self.numbered
    return ("<%d>%s"):format(self.numbers[value], self:table_text(value, depth))
end

declare("inspect", function(value, options)
    options = options or {}
    local inspector = setmetatable({
        depth = math.min(options.depth or DEPTH_MAX, DEPTH_MAX), newline = options.newline or "\n",
        indent = options.indent or "  ", counts = {}, numbers = {}, numbered = 0,
    }, Inspector)
    count_tables(value, inspector.counts, inspector.depth)
    return inspector:text(value, 0)
end)

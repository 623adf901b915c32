-- require: as in Lua 5.4, but a module's code may wait, and files are read through the host as text.

local declare = ...
local host, package, loaded, pcall, globals = host, package, package.loaded, host.pcall, _G

-- MARK: Searchers

-- Names of the program's own modules, so that `local zec = require "zec"` works in scripts and for editors.
for _, name in ipairs { "zec", "task", "log", "json", "http", "tcp", "script" } do
    package.preload[name] = function() return rawget(_G, name) end
end

local function replace(text, old, new)
    return (text:gsub((old:gsub("%p", "%%%0")), (new:gsub("%%", "%%%%"))))
end

-- Returns the first file of a path that can be read, and its content; or nil and the list of the files tried.
local function find_file(name, path, separator, replacement)
    if separator ~= "" then name = replace(name, separator, replacement) end
    local missing = {}
    for template in path:gmatch("[^;]+") do
        local file = replace(template, "?", name)
        local content = host.read_file(file)
        if content then return file, content end
        missing[#missing + 1] = ("no file '%s'"):format(file)
    end
    return nil, table.concat(missing, "\n\t")
end

function package.searchpath(name, path, separator, replacement)
    local file, missing = find_file(name, path, separator or ".", replacement or "/")
    if file then return file end
    return nil, missing
end

-- Like luaL_loadfile, removes a byte order mark and a first line that begins with '#'.
local function source_text(bytes)
    bytes = bytes:gsub("^\xEF\xBB\xBF", "")
    return (bytes:gsub("^#[^\n]*", ""))
end

local function search(name, path)
    local file, content = find_file(name, path, ".", "/")
    if not file then return content end
    local chunk, reason = load(source_text(content), "@" .. file, "t", globals)
    if chunk then return chunk, file end
    host.raise(("error loading module '%s' from file '%s':\n\t%s"):format(name, file, reason))
end

local function beside_script(name)
    local folder = host.script_directory()
    if folder then return search(name, folder .. "/?.lua;" .. folder .. "/?/init.lua") end
end

local function in_path(name)
    if type(package.path) ~= "string" then host.raise("'package.path' must be a string") end
    return search(name, package.path)
end

package.searchers[2], package.searchers[3] = beside_script, in_path

local function find_loader(name)
    if type(package.searchers) ~= "table" then host.raise("'package.searchers' must be a table") end
    local missing = {}
    for _, searcher in ipairs(package.searchers) do
        local loader, data = searcher(name)
        if type(loader) == "function" then return loader, data end
        if type(loader) == "string" then missing[#missing + 1] = "\n\t" .. loader end
    end
    host.raise(("module '%s' not found:%s"):format(name, table.concat(missing)))
end

-- MARK: Loads in progress

-- Key: the name of a module. Value: the task that loads the module, and the queue of the tasks that wait for
-- it.
local loads = {}
-- Key: a task. Values: the modules that the task loads, outermost first, and the module that the task waits
-- for.
local stacks, wanted = {}, {}

-- Follows the waits from module `name`: the task that loads a module waits for the next module. Returns these
-- modules, up to a module that `task` itself loads. Returns nil if the waits end before, so that there is no
-- cycle.
local function way_back(name, task)
    local way = {}
    while name and loads[name] do
        way[#way + 1] = name
        if loads[name].task == task then return way end
        name = wanted[loads[name].task]
    end
    return nil
end

local function refuse_cycle(name, task)
    local way = way_back(name, task)
    if not way then return end
    local chain = {}
    for _, module in ipairs(stacks[task]) do
        if chain[1] or module == way[#way] then chain[#chain + 1] = module end
    end
    table.move(way, 1, #way, #chain + 1, chain)
    host.raise(("module '%s' requires itself: %s"):format(name, table.concat(chain, " -> ")))
end

local function wait_for_load(name, task)
    refuse_cycle(name, task)
    wanted[task] = name
    local ok, err = pcall(loads[name].queue.wait, loads[name].queue, ("module '%s'"):format(name))
    wanted[task] = nil
    if not ok then error(err, 0) end
end

local Load = {}

-- When the load ends, with or without an error, wakes the waiting tasks: each finds the module, or the first
-- of them loads it again.
function Load:__close()
    loads[self.name] = nil
    local stack = stacks[self.task]
    table.remove(stack)
    if #stack == 0 then stacks[self.task] = nil end
    while self.queue:serve() do end
end

local function begin(name, task)
    local entry = setmetatable({ name = name, task = task, queue = host.wait_queue() }, Load)
    loads[name] = entry
    stacks[task] = stacks[task] or {}
    table.insert(stacks[task], name)
    return entry
end

local function load_module(name, task)
    local _ <close> = begin(name, task)
    local loader, data = find_loader(name)
    local value = loader(name, data)
    if value ~= nil then
        loaded[name] = value
    elseif loaded[name] == nil then
        loaded[name] = true
    end
    return loaded[name], data
end

declare("require", function(name)
    local task = host.current() or false -- false: no task runs, as while the program starts
    while not loaded[name] do
        if not loads[name] then return load_module(name, task) end
        wait_for_load(name, task)
    end
    return loaded[name]
end)

-- The interactive session: reads a line, runs it, shows its results. A line runs in the main task, so it may
-- wait; the tasks that it spawned go on while the operator types the next line.

local declare = ...
local host, inspect, print, load = host, inspect, print, load
local registry, debug = debug.getregistry(), host.debug

-- MARK: Local variables of the session

-- The local variables of the session: for each name, a function whose only upvalue is the variable. Each line
-- is compiled inside a function that declares the names that the line mentions. The upvalues of that function
-- are then joined to the variables, so that closures of several lines share a variable.
local variables = {}

local KEEP = "__keep_locals"

local function words(text)
    local seen, list = {}, {}
    for word in text:gmatch("[%a_][%w_]*") do
        if not seen[word] then
            seen[word] = true
            list[#list + 1] = word
        end
    end
    return list
end

local keywords = {}
for _, word in ipairs(words([[and break do else elseif end false for function goto if in local nil not or
    repeat return then true until while]])) do keywords[word] = true end

-- Returns the words of a line that may name a local variable at its end. A word that names no such variable,
-- or only one of an inner block, is no upvalue of the closure that `bind` appends, so `keep` does not see it.
local function candidates(text)
    local list = {}
    if not text:find("local", 1, true) then return list end
    for _, word in ipairs(words(text)) do
        if not keywords[word] and #list < 150 then list[#list + 1] = word end
    end
    return list
end

local function keep(probe)
    local position = 1
    local name = debug.getupvalue(probe, position)
    while name do
        if name ~= "_ENV" and name ~= KEEP then
            local cell
            local holder = function() return cell end
            debug.upvaluejoin(holder, 1, probe, position)
            variables[name] = holder
        end
        position = position + 1
        name = debug.getupvalue(probe, position)
    end
end

local KEYS_MAX = 500 -- limit of names per table: a list may have 100,000 rows

local function field_names(value)
    local names, keys = {}, 0
    if type(value) ~= "table" then return names end
    for name in next, value do
        if type(name) == "string" then names[#names + 1] = name end
        keys = keys + 1
        if keys == KEYS_MAX then break end
    end
    return names
end

-- Gives the host the names of local variables and of their fields, for completion. Runs after each line,
-- because any line may change them.
local function publish()
    local fields = {}
    for name, holder in next, variables do fields[name] = field_names(holder()) end
    host.local_names(fields)
end

local function join(fn)
    local position = 1
    local name = debug.getupvalue(fn, position)
    while name do
        if name == KEEP then
            local kept = keep
            debug.upvaluejoin(fn, position, function() return kept end, 1)
        elseif variables[name] then
            debug.upvaluejoin(fn, position, variables[name], 1)
        end
        position = position + 1
        name = debug.getupvalue(fn, position)
    end
end

-- Compiles a line to a function that shares the session's local variables and keeps the ones named in `kept`.
-- Returns nil and a message if the line does not compile.
local function bind(text, kept)
    local seen = { KEEP }
    for _, word in ipairs(words(text)) do
        if variables[word] then seen[#seen + 1] = word end
    end
    local probe = #kept > 0 and ("\n%s(function() return %s end)"):format(KEEP, table.concat(kept, ",")) or ""
    local source = ("local %s return function(...) %s%s\nend"):format(table.concat(seen, ","), text, probe)
    local chunk, message = load(source, "=stdin", "t")
    if not chunk then return nil, message end
    local fn = chunk()
    join(fn)
    return fn
end

-- MARK: Compiling

-- Removes `<const>`: Lua folds a constant into the code, so a later line could not read it.
local function as_variables(text)
    return (text:gsub("(local%s+[%a_][%w_]*%s*)<%s*const%s*>", "%1"))
end

-- Translates what an operator types who does not know Lua: `help topic`, `? topic`, `quit`, `exit`.
local function as_call(text)
    local word, rest = text:match("^%s*([%a?]+)%s*([%w_.:%-]*)%s*$")
    if word == "?" or word == "help" then
        return rest ~= "" and ("help(%q)"):format(rest) or "help()"
    end
    if word == "quit" or (word == "exit" and rest == "") then
        return [[print("Ctrl-D or exit() ends the session.")]]
    end
    return text
end

-- Compiles an input to a function. If it does not compile, returns nil, a message, and whether more lines
-- could complete it.
local function compile(text)
    text = as_variables(as_call(text))
    local expression = text:gsub("^%s*=", "")
    if load("return " .. expression, "=stdin", "t") then return bind("return " .. expression .. "\n", {}) end
    local statement, message = load(text, "=stdin", "t")
    if not statement then return nil, message, message:sub(-5) == "<eof>" end
    -- Lua allows no statement after `return`: a line with `return` compiles only without `keep`, so its
    -- locals are not kept.
    local fn = bind(text, candidates(text))
    if fn then return fn end
    return bind(text, {})
end

local function prompt(name, default)
    local text = rawget(_G, name)
    return text ~= nil and tostring(text) or default
end

-- Reads a complete input. Returns its function, or nil and a message if it does not compile. Returns nil
-- alone at the end of the input.
local function read()
    local text = host.read_line(prompt("_PROMPT", "> "))
    while text do
        local fn, message, is_incomplete = compile(text)
        if not is_incomplete then
            host.remember(text)
            return fn, message
        end
        local more = host.read_line(prompt("_PROMPT2", ">> "))
        if more == nil then return nil, message end
        text = more and text .. "\n" .. more
    end
    if text == false then return read() end
    return nil
end

-- MARK: Answering

local function show(...)
    local count = select("#", ...)
    if count == 0 then return end
    rawset(_G, "_", (...))
    local rows = count == 1 and host.row_table(..., host.terminal_width() or 100)
    if rows then return print(rows) end
    local texts = {}
    for i = 1, count do texts[i] = inspect((select(i, ...))) end
    print(table.concat(texts, "\t"))
end

local function complain(err, traceback)
    -- fail(…) is no mistake in the script: the operator needs no traceback.
    if type(err) == "table" and rawget(err, "kind") == "failed" then err, traceback = err.message, "" end
    local meta = getmetatable(err)
    local is_plain_table = type(err) == "table" and not (type(meta) == "table" and rawget(meta, "__tostring"))
    local text = is_plain_table and inspect(err) or tostring(err)
    if type(err) == "table" and rawget(err, "hint") then text = text .. "\nhint: " .. tostring(err.hint) end
    host.write_error(host.visible_lines(text) .. "\n" .. (traceback ~= "" and traceback .. "\n" or ""))
end

local function finish(ok, ...)
    publish()
    if ok then return show(...) end
    host.poll() -- handles a Ctrl-C that interrupted the line
    if host.must_end() then error((...), 0) end
    complain(...)
end

local contain = host.contain

registry["zecscript.repl"] = function()
    host.supervise()
    while true do
        local fn, message = read()
        if fn then
            finish(contain(fn))
        elseif message then
            host.write_error(message .. "\n")
        else
            return host.input_has_ended()
        end
    end
end

-- MARK: Help

-- Returns the name of a module or of a declared function, given its value; nil for any other value.
local function path_of(subject)
    for _, path in ipairs(host.declared_paths()) do
        local module, name = path:match("^([%w_]+)%.([%w_]+)$")
        local owner = module and rawget(_G, module)
        if owner == subject and owner ~= nil then return module end
        local value = module and type(owner) == "table" and rawget(owner, name) or rawget(_G, path)
        if value == subject and value ~= nil then return path end
    end
    return nil
end

declare("help", function(subject)
    if subject == nil then return print((host.explain(""):gsub("\n$", ""))) end
    local name = type(subject) == "string" and subject or path_of(subject)
    if not name then return print("nothing is known of " .. inspect(subject, { depth = 1 })) end
    print((host.explain(name):gsub("\n$", "")))
end)

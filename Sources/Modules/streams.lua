-- What a script writes to its standard streams goes through the host, as what it prints: a rehearsal keeps
-- it, and no moving line is torn by it.

local host, io = host, io
local stdout, stderr = io.stdout, io.stderr
local methods = getmetatable(stdout).__index
local write_file = host.stock("write", methods.write)

local function text_of(value, number)
    if type(value) == "string" then return value end
    if math.type(value) == "integer" then return ("%d"):format(value) end
    if math.type(value) == "float" then return ("%.14g"):format(value) end
    local actual = value == nil and "nil" or type(value)
    host.bad_argument("write", number, ("string expected, got %s"):format(actual))
end

-- What is to be written, as one text.
function host.joined(...)
    local texts = table.pack(...)
    for i = 1, texts.n do texts[i] = text_of(texts[i], i) end
    return table.concat(texts, "", 1, texts.n)
end

function methods.write(file, ...)
    if file == stdout then
        local problem = host.write_output(host.joined(...))
        if problem then return nil, "standard output: " .. problem end
    elseif file == stderr then
        host.write_error(host.joined(...))
    else
        return write_file(file, ...)
    end
    return file
end

function io.write(...) return io.output():write(...) end

-- A script whose output is lost does not go on as if it were read. A roll that is under way goes on to its
-- end: its log says it.
local stock_print, was_logged = print, false
host.rolls = 0

function print(...)
    stock_print(...)
    local problem = host.output_problem()
    if not problem then return end
    local message = "standard output can't be written: " .. problem
    if host.rolls == 0 then host.error("output", message) end
    if not was_logged then host.log("error", message) end
    was_logged = true
end

-- Sends what a script writes to its standard streams through the host, like the output of `print`: a
-- rehearsal keeps the text, and the text does not break the progress line.

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

-- Joins the arguments of a write to one text.
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

-- If standard output can't be written, ends the script with an error. During a roll, logs the error once
-- instead, so that the roll goes on to its end.
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

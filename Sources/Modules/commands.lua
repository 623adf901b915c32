-- `os.execute` and `io.popen` as in standard Lua, but run by the host: other tasks go on during a command, a
-- cancelled task ends its command, and a dry run or a simulation prints the command instead of running it.

local host, os, io, can_wait = host, os, io, host.can_wait
local execute, popen, stock_type = host.stock("execute", os.execute), host.stock("popen", io.popen), io.type

-- Returns true if the standard function must run: `command` is not text, or the task can't wait here (in a
-- comparison of `table.sort`). No other task runs during the standard function.
local function must_block(command) return type(command) ~= "string" or not can_wait() end

-- Lua accepts a number where it expects a text.
local function text_of(value) return type(value) == "number" and tostring(value) or value end

function os.execute(command)
    command = text_of(command)
    if type(command) == "string" and host.withholds_command("execute", command) then
        return true, "exit", 0
    end
    if must_block(command) then return execute(command) end
    return host.execute(command)
end

-- MARK: The file that io.popen returns

-- `number` is the host's number of the command. It is nil if the command was withheld (dry run, simulation):
-- such a command has no output, takes all input, and ends with exit code 0.
local Command = { __name = "FILE*" }
Command.__index = Command

function Command:__tostring() return self.is_closed and "file (closed)" or "file (command)" end

local function check_open(self)
    if getmetatable(self) ~= Command then error("bad argument #1 (a file expected)", 3) end
    if self.is_closed then error("attempt to use a closed file", 3) end
end

-- Calls `fn`, which waits for the command. Raises an error if another task uses the file, or if the task
-- can't wait here.
local function wait_for(self, fn, ...)
    if not can_wait() then
        host.raise(
            "a command's file can't be used here, where no task can wait "
                .. "(in a function that table.sort or string.gsub calls)"
        )
    end
    if self.is_in_use then
        host.raise "another task is using this command's file; let one task use it at a time"
    end
    self.is_in_use = true
    local _ <close> = self.unlock
    return (fn(self.number, ...))
end

-- Returns the next piece of the command's output, or nil at the end of the output.
local function next_piece(self)
    if not self.number or self.is_at_end or self.mode ~= "r" then return nil end
    local piece = wait_for(self, host.next_output)
    self.is_at_end = piece == nil
    return piece
end

-- Appends the next piece of output to `text`, and drops the bytes already read; `place` is the position of
-- the next byte to read. Returns false at the end of the output.
local function fill(self)
    local piece = next_piece(self)
    if not piece then return false end
    self.text, self.place = self.text:sub(self.place) .. piece, 1
    return true
end

local function available(self) return #self.text - self.place + 1 end

local function take(self, count)
    local text = self.text:sub(self.place, self.place + count - 1)
    self.place = self.place + #text
    return text
end

local function read_all(self)
    local pieces = { take(self, available(self)) }
    for piece in next_piece, self do pieces[#pieces + 1] = piece end
    return table.concat(pieces)
end

local function read_count(self, count)
    while available(self) < math.max(count, 1) and fill(self) do end
    if available(self) == 0 then return nil end
    return take(self, count)
end

local function read_line(self, keeps_end)
    local searched = 0
    while true do
        local place = self.text:find("\n", self.place + searched, true)
        if place then
            local line = take(self, place - self.place + 1)
            return keeps_end and line or line:sub(1, -2)
        end
        searched = available(self)
        if not fill(self) then return searched > 0 and take(self, searched) or nil end
    end
end

-- Returns the length of the longest beginning of `text` that can be part of a numeral. As in standard Lua,
-- the caller accepts it only if all of it is a numeral: not `12e`.
local function numeral_length(text)
    local sign = #text:match("^[+-]?")
    local is_hexadecimal = text:find("^0[xX]", sign + 1) ~= nil
    local length = sign + (is_hexadecimal and 2 or 0)
    local function skip(pattern) length = length + #text:match("^" .. pattern, length + 1) end
    skip(is_hexadecimal and "%x*" or "%d*")
    skip "%.?"
    skip(is_hexadecimal and "%x*" or "%d*")
    if text:find(is_hexadecimal and "^[pP]" or "^[eE]", length + 1) then
        skip "."
        skip "[+-]?"
        skip "%d*"
    end
    return length
end

-- Like standard Lua, reads at most 200 characters of a numeral; a longer numeral gives nil.
local function read_number(self)
    while not self.text:find("%S", self.place) and fill(self) do end
    take(self, #self.text:match("^%s*", self.place))
    while available(self) <= 200 and not self.text:find("%s", self.place) and fill(self) do end
    local length = numeral_length(self.text:sub(self.place, self.place + 200))
    local word = take(self, math.min(length, 200))
    return length <= 200 and tonumber(word) or nil
end

local function read_one(self, format, number)
    local count = type(format) == "number" and math.tointeger(format)
    if count then return read_count(self, count) end
    local kind = type(format) == "string" and format:gsub("^%*", ""):sub(1, 1)
    if kind == "l" then return read_line(self, false) end
    if kind == "L" then return read_line(self, true) end
    if kind == "a" then return read_all(self) end
    if kind == "n" then return read_number(self) end
    host.bad_argument("read", number, "invalid format")
end

function Command:read(...)
    check_open(self)
    if self.mode ~= "r" then return nil, "Bad file descriptor", 9 end
    if select("#", ...) == 0 then return read_line(self, false) end
    local results = table.pack(...)
    for i = 1, results.n do
        results[i] = read_one(self, results[i], i)
        if results[i] == nil then return table.unpack(results, 1, i) end
    end
    return table.unpack(results, 1, results.n)
end

function Command:lines(...)
    check_open(self)
    local formats = table.pack(...)
    return function()
        if self.is_closed then error("file is already closed", 2) end
        return self:read(table.unpack(formats, 1, formats.n))
    end
end

function Command:write(...)
    check_open(self)
    if self.mode ~= "w" then return nil, "Bad file descriptor", 9 end
    local text = host.joined(...)
    if self.number and not wait_for(self, host.write_input, text) then return nil, "Broken pipe", 32 end
    return self
end

function Command:flush()
    check_open(self)
    return self
end

function Command:setvbuf()
    check_open(self)
    return true
end

function Command:seek()
    check_open(self)
    return nil, "Illegal seek", 29
end

function Command:close()
    check_open(self)
    self.is_closed = true
    if not self.number then return true, "exit", 0 end
    return host.close_command(self.number)
end

function Command:__close()
    if not self.is_closed then self:close() end
end

-- The script dropped the file without closing it: closes the command's streams, and lets the command run on.
function Command:__gc()
    if not self.is_closed and self.number then host.release_command(self.number) end
end

function io.type(value)
    if getmetatable(value) ~= Command then return stock_type(value) end
    return value.is_closed and "closed file" or "file"
end

local stock_close = host.stock("close", io.close)
function io.close(file)
    if file == nil then file = io.output() end
    if getmetatable(file) == Command then return file:close() end
    return stock_close(file)
end

function io.popen(command, mode)
    command = text_of(command)
    if type(command) ~= "string" then return popen(command, mode) end
    mode = mode == nil and "r" or mode
    if mode ~= "r" and mode ~= "w" then host.bad_argument("popen", 2, "invalid mode") end
    local is_withheld = host.withholds_command("popen", command)
    if not is_withheld and not can_wait() then return popen(command, mode) end
    local number = not is_withheld and host.open_command(command, mode) or nil
    local file = { number = number, mode = mode, text = "", place = 1, is_closed = false, is_in_use = false }
    file.unlock = setmetatable({}, { __close = function() file.is_in_use = false end })
    return setmetatable(file, Command)
end

-- MARK: Commands as default files

local stock_read, stock_lines = io.read, io.lines
-- Keys: "input", "output". Value: the command that is the default file; nil if the default file is an
-- ordinary file.
local defaults = {}

for _, name in ipairs { "input", "output" } do
    local stock = io[name]
    io[name] = function(file)
        if file == nil then return defaults[name] or stock() end
        local is_command = getmetatable(file) == Command
        defaults[name] = is_command and file or nil
        return is_command and file or stock(file)
    end
end

function io.read(...)
    if defaults.input then return defaults.input:read(...) end
    return stock_read(...)
end

function io.lines(name, ...)
    if name == nil and defaults.input then return defaults.input:lines(...) end
    return stock_lines(name, ...)
end

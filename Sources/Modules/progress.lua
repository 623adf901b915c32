-- progress{what=, total=}: begins a progress line; the returned handle updates and ends the line.

local declare = ...
local host = host

local Progress = { __name = "progress" }
Progress.__index = Progress

function Progress:update(counts)
    host.progress_update(self.number, counts)
end

function Progress:finish()
    host.progress_finish(self.number)
end

Progress.__close = Progress.finish

declare("progress", function(options)
    local number = host.progress_begin(options.what, options.total, options.campaign)
    return setmetatable({ number = number }, Progress)
end)

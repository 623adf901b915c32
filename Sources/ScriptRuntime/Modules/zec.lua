-- The part of the cloud module that calls back into the script.

local declare = ...
local host = host

declare("zec.each_instance", function(filter)
    local pages = host.pages(filter)
    return function() return host.next_page(pages) end
end)

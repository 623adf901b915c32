-- Shows a table of the fleet: the name, id, zone, status, address and tags of each instance.
--
-- Usage: zecscript scripts/status.lua [options]

local options = script.options {
    about = "Shows a table of the fleet: name, id, zone, status, address and tags of each instance.",
    { "tag", "list", metavar = "KEY=VALUE", help = "only instances with this tag" },
    { "zone", metavar = "ZONE", help = "only instances in this zone" },
    { "name", metavar = "TEXT", help = "only instances with this text in their name" },
    { "status", metavar = "STATUS", help = "only instances in this status, such as RUNNING" },
}

local columns = {
    { "NAME", function(instance) return instance.instanceName end },
    { "ID", function(instance) return instance.instanceId end },
    { "ZONE", function(instance) return instance.zoneId end },
    { "STATUS", function(instance) return instance.status end },
    { "ADDRESS", function(instance)
        return (instance.publicIpAddresses or {})[1] or (instance.privateIpAddresses or {})[1]
    end },
    { "TAGS", function(instance)
        local tags = {}
        for key, value in pairs(instance.tags or {}) do tags[#tags + 1] = key .. "=" .. value end
        table.sort(tags)
        return table.concat(tags, " ")
    end },
}

local function filter()
    local tags = {}
    for _, tag in ipairs(options.tag) do
        local key, value = tag:match("^([^=]+)=(.*)$")
        if not key then fail(("--tag %s: KEY=VALUE expected"):format(tag), { exit_code = 2 }) end
        tags[key] = value
    end
    return { tags = next(tags) and tags, zoneId = options.zone, name = options.name, status = options.status }
end

local function cells(instance)
    local row = {}
    for position, column in ipairs(columns) do row[position] = visible(column[2](instance) or "-") end
    return row
end

local function in_order(a, b)
    if a.zoneId ~= b.zoneId then return (a.zoneId or "") < (b.zoneId or "") end
    if a.instanceName ~= b.instanceName then return (a.instanceName or "") < (b.instanceName or "") end
    return a.instanceId < b.instanceId
end

local function print_rows(rows)
    local widths = {}
    for _, row in ipairs(rows) do
        for position, cell in ipairs(row) do
            widths[position] = math.max(widths[position] or 0, visible_width(cell))
        end
    end
    for _, row in ipairs(rows) do
        local line = ""
        for position, cell in ipairs(row) do line = line .. visible(cell, widths[position] + 2) end
        print((line:gsub("%s+$", "")))
    end
end

local function print_counts(instances)
    local counts, names, parts = {}, {}, {}
    for _, instance in ipairs(instances) do
        if not counts[instance.status] then names[#names + 1] = instance.status end
        counts[instance.status] = (counts[instance.status] or 0) + 1
    end
    table.sort(names)
    for position, name in ipairs(names) do parts[position] = ("%d %s"):format(counts[name], name) end
    print(("%d instances%s"):format(#instances, #parts > 0 and ": " .. table.concat(parts, ", ") or ""))
end

local instances, rows = zec.instances(filter()), { {} }
table.sort(instances, in_order)
for position, column in ipairs(columns) do rows[1][position] = column[1] end
for _, instance in ipairs(instances) do rows[#rows + 1] = cells(instance) end
print_rows(rows)
print_counts(instances)

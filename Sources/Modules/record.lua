-- host.record(name): the metatable of a declared kind of table, such as an instance. Reading a field that the
-- table can't have is an error: a condition on a misspelled field would be false for ever.

local host, error, type = host, error, type

local metatables = {}

local function make(record)
    -- By field: false if it may be read.
    local problems = {}
    local function problem_of(field)
        if type(field) ~= "string" then return nil end
        if problems[field] == nil then problems[field] = host.field_problem(record, field) or false end
        return problems[field]
    end
    return {
        __index = function(_, field)
            local problem = problem_of(field)
            if problem then error(problem, 2) end
            return nil
        end,
    }
end

function host.record(name)
    metatables[name] = metatables[name] or make(name)
    return metatables[name]
end

-- Warnings about a specification: it is valid, but it may not do what the operator wants.

local lint = {}

local function add(list, option, text) list[#list + 1] = { option = option, message = text } end

local function about_health(spec, notes)
    if not spec.health_check then
        add(notes, "health_check",
            "no health check: RUNNING counts as healthy, "
                .. "and a machine that boots into a broken system goes unnoticed")
    end
    if spec.verify == "status" then
        add(notes, "verify",
            'the proof is weak: a reboot too quick to be seen ends as uncertain; '
                .. 'verify = "boot_id" or "any" sees it')
    end
    if spec.on_unverified == "accept" then
        add(notes, "on_unverified",
            "an instance counts as done without proof of its reboot: it may not have rebooted")
    end
end

local function about_selection(spec, notes, is_unattended)
    if not spec.expect and is_unattended then
        add(notes, "expect",
            "there is no terminal, and a filter that matches too many instances would not be noticed; set "
                .. "expect = { min, max } (--expect-min, --expect-max)")
    end
end

local function about_pace(spec, numbers, notes)
    local total = numbers.total
    if total > 1 and numbers.max_unavailable >= total then
        add(notes, "max_unavailable", ("all %d may be down at once"):format(total))
    end
    for i, size in ipairs(numbers.sizes) do
        if total > 1 and size >= total and numbers.max_unavailable >= total then
            add(notes, "batch_size", ("batch %d is the whole selection"):format(i))
            break
        end
    end
    for _, size in ipairs(numbers.sizes) do
        if size > numbers.max_unavailable then
            add(notes, "batch_size",
                ("batches of %d are cut to max_unavailable, %d"):format(size, numbers.max_unavailable))
            break
        end
    end
    for _, checkpoint in ipairs(numbers.checkpoints) do
        if checkpoint.count >= total then
            add(notes, "checkpoint",
                ("at %s every instance is done: no approval is asked for there"):format(checkpoint.text))
        end
    end
end

local function about_groups(spec, records, notes)
    local limit = spec.max_unavailable_per_group
    if not limit then return end
    local sizes = {}
    for _, record in ipairs(records) do sizes[record.group] = (sizes[record.group] or 0) + 1 end
    for group, size in pairs(sizes) do
        if size > 1 and limit >= size then
            add(notes, "max_unavailable_per_group",
                ("the whole group '%s' of %d may be down at once"):format(group, size))
        end
    end
end

local function about_thresholds(spec, numbers, notes)
    if spec.max_failures_per_batch
        and spec.max_failures_per_batch >= math.max(table.unpack(numbers.sizes)) then
        add(notes, "max_failures_per_batch",
            "every batch is smaller than this limit, so it never stops the roll")
    end
    if spec.max_failures >= numbers.total and numbers.total > 0 and spec.was_given.max_failures then
        add(notes, "max_failures", "the selection is smaller: this limit never stops the roll")
    end
    local consecutive = spec.max_consecutive_failures
    if consecutive and spec.max_failures <= consecutive and not spec.max_fail_percent then
        add(notes, "max_consecutive_failures", ("max_failures = %d stops first"):format(spec.max_failures))
    end
end

local function about_time(spec, notes)
    if spec.escalate and spec.escalate.after >= spec.reboot_timeout then
        add(notes, "escalate", "reboot_timeout comes first: nothing is ever forced")
    end
    if spec.drain and spec.window and spec.drain_timeout > spec.window.longest then
        add(notes, "drain_timeout", "draining may take longer than the window is open")
    end
end

local function about_window(spec, notes, seconds_per_batch)
    if not spec.window then return end
    if spec.window.longest < seconds_per_batch then
        add(notes, "window", "the window is shorter than one batch takes")
    end
end

-- Whether the specification asks for an approval.
local function asks(spec)
    return spec.checkpoint or spec.on_failure == "pause" or spec.canary and spec.canary.approve
end

-- Options that have an effect only beside another option: { option, the needed option, whether it is set }.
local without_effect = {
    { "drain_timeout", "drain", function(spec) return spec.drain end },
    { "on_drain_timeout", "drain", function(spec) return spec.drain end },
    { "group_order", "group_by", function(spec) return spec.group_by end },
    { "late_effect", "ambiguous_retry", function(spec) return spec.ambiguous_retry > 0 end },
    { "outside", "window", function(spec) return spec.window end },
    { "pause_timeout", 'canary.approve or on_failure = "pause"', asks },
    { "ambiguous_retry", 'verify other than "status" and "health"', function(spec)
        return spec.verify ~= "status" and spec.verify ~= "health"
    end },
}

local function about_effect(spec, notes)
    for _, rule in ipairs(without_effect) do
        local option, needed, has_effect = table.unpack(rule)
        if spec.was_given[option] and not has_effect(spec) then
            add(notes, option, ("without %s this has no effect"):format(needed))
        end
    end
end

-- Returns all warnings in a fixed order: { option =, message = }.
function lint.notes(spec, numbers, records, facts)
    local notes = {}
    about_health(spec, notes)
    about_selection(spec, notes, facts.is_unattended)
    about_pace(spec, numbers, notes)
    about_groups(spec, records, notes)
    about_thresholds(spec, numbers, notes)
    about_window(spec, notes, facts.seconds_per_batch)
    about_time(spec, notes)
    about_effect(spec, notes)
    table.sort(notes, function(a, b)
        if a.option ~= b.option then return a.option < b.option end
        return a.message < b.message
    end)
    return notes
end

return lint

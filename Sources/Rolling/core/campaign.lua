-- Decides whether a roll begins a new campaign, resumes the last campaign of its name, or is refused.
--
-- A campaign is one roll, over all processes (lives) that worked on it. `last` describes the last campaign of
-- the name; it is nil if the name has no campaign:
--   number, left, opened_at (seconds since 1970 UTC), selection, options, access_key, done, total
--   stopped                 why the last life stopped; nil if it did not stop
--   excess                  the failure limit that stops the roll again at once, in words; nil if none does
--   was_touched             whether a drain or a reboot began, or an instance is done, failed or uncertain
--   lives_without_outcome   the number of lives in a row in which no instance became done, failed or
--                           uncertain
-- `left` is nil if the last process was killed. `wanted` describes the roll that is to begin now:
--   name, selection, options, access_key, resume, resume_within, time
--   credentials_problem   why no credentials can be read; nil if they can
--   state   the folder that the option --state named
--   new     whether the operator asked for a new campaign
--   asked   whether the operator asked to resume this campaign
--   retry   the outcomes whose instances are tried again: { failed = true, uncertain = true }
--
-- The answer has an `action`: `new` (`closes` is the number of the open campaign whose instances under way
-- are followed to their end first), `resume` (`retry` as in `wanted`) or `refuse` (`message` and
-- `exit_code`).

local need = ...
local canonical, permission, text = need "core/canonical", need "core/permission", need "core/text"

local campaign = {}

-- After this number of processes in a row without a result for any instance, the roll is refused until an
-- operator resumes it.
local LIVES_MAX = 5

-- MARK: Words

-- Writes a name as an argument of a shell command.
local function quoted(name)
    if name:find "^[%w._/-]+$" then return name end
    return "'" .. name:gsub("'", "'\\''") .. "'"
end

-- Returns a command about a roll or an instance. `state` is the folder that the option --state named, nil
-- without that option.
local function command(verb, name, state)
    return ("zecscript %s %s"):format(verb, quoted(name)) .. (state and " --state " .. quoted(state) or "")
end

local function resume_command(wanted) return command("resume", wanted.name, wanted.state) end

-- Returns the command that resumes a campaign that was left `open` or `held`; nil for a closed campaign.
-- `has_retry` is whether instances are to be retried.
function campaign.command(name, left, state, has_retry)
    if left == "closed" then return nil end
    local retried = (left == "held" or has_retry) and " --retry failed,uncertain" or ""
    return command("resume", name, state) .. retried
end

-- Returns the command that explains what happened to an instance.
function campaign.why_command(name, state) return command("why", name, state) end

local function refused(exit_code, last, wanted, problem, advice)
    local message = "%s: %s; %d of %d instances are done, and nothing was sent. %s"
    return {
        action = "refuse", exit_code = exit_code,
        message = message:format(wanted.name, problem, last.done, last.total, advice),
    }
end

local function label(last) return "campaign " .. last.number end

local function new_with(advice) return advice .. "; or begin a new campaign with --new" end

-- MARK: Refusals

local function held(last, wanted)
    local is_asked = wanted.retry or wanted.asked and not last.excess
    if last.left ~= "held" or is_asked then return nil end
    local problem = ("%s is held after a stop for failures (%s)"):format(
        label(last), wanted.asked and last.excess or last.stopped or "too many instances have failed")
    local advice = "Look at the failed instances, then go on with: %s --retry failed,uncertain"
    return refused(5, last, wanted, problem, new_with(advice:format(resume_command(wanted))))
end

local function too_old(last, wanted)
    local age = wanted.time - last.opened_at
    if age <= wanted.resume_within or wanted.asked or wanted.retry then return nil end
    local problem = ("%s has been open for %s (limit %s, resume_within)"):format(
        label(last), text.duration(age), text.duration(wanted.resume_within))
    return refused(7, last, wanted, problem, new_with("Go on with: " .. resume_command(wanted)))
end

local function without_progress(last, wanted)
    if last.lives_without_outcome < LIVES_MAX or wanted.asked or wanted.retry then return nil end
    local problem = ("%d processes in a row brought no instance of %s to its end (limit %d)"):format(
        last.lives_without_outcome, label(last), LIVES_MAX)
    local advice = "Find the reason in their logs, then go on with: " .. resume_command(wanted)
    return refused(7, last, wanted, problem, new_with(advice))
end

local function no_credentials(last, wanted)
    if not wanted.credentials_problem then return nil end
    local problem = ("%s is open, and no credentials can be read (%s)"):format(
        label(last), wanted.credentials_problem)
    local advice = "Give them: " .. resume_command(wanted) .. " --credentials-file FILE"
    return refused(4, last, wanted, problem, advice)
end

local function other_access_key(last, wanted)
    if last.access_key == wanted.access_key or wanted.resume == "changed" then return nil end
    local advice = 'Use the access key of the campaign, or set resume = "changed" to go on with this one'
    return refused(2, last, wanted, label(last) .. " was begun with another access key", new_with(advice))
end

-- Refuses a roll whose field `what` differs from that of the campaign.
local function differs(last, wanted, what, advice)
    local before, after = canonical.difference(last[what] or "", wanted[what])
    local problem = ("the %s of %s, which is open, differ from those of now (campaign: %s) (now: %s)"):format(
        what == "selection" and "selected instances" or what, label(last), before, after)
    return refused(2, last, wanted, problem, new_with(advice))
end

local function other_selection(last, wanted)
    if last.selection == wanted.selection then return nil end
    return differs(last, wanted, "selection", "Go on with the selection of the campaign")
end

local function other_options(last, wanted)
    if last.options == wanted.options or wanted.resume == "changed" then return nil end
    return differs(last, wanted, "options",
        'Go on with the options of the campaign, or set resume = "changed" to go on with these')
end

local REFUSALS = {
    held, too_old, without_progress, no_credentials, other_access_key, other_selection, other_options,
}

-- Refuses --retry after a roll that is closed: beginning anew would reboot every instance. `zecscript resume`
-- restarts a whole script, in which other rolls may be closed, and checks its own roll first.
local function nothing_to_retry(last, wanted)
    if not wanted.retry or wanted.asked then return nil end
    local message = "%s: %s is closed, so --retry has nothing to try again, and nothing was sent. "
        .. "Begin a roll of the failed instances alone: %s lists them"
    return {
        action = "refuse", exit_code = 2,
        message = message:format(wanted.name, label(last), command("show", wanted.name, wanted.state)),
    }
end

-- MARK: All together

local function begins_anew(last, wanted)
    return wanted.new or wanted.resume == "never" and last.left ~= "held"
end

function campaign.decide(last, wanted)
    if not last then return { action = "new" } end
    if last.left == "closed" then return nothing_to_retry(last, wanted) or { action = "new" } end
    -- A campaign without a drain, a reboot or a result for an instance does not restrict the next roll.
    if not last.was_touched or begins_anew(last, wanted) then
        return { action = "new", closes = last.number }
    end
    for _, refusal in ipairs(REFUSALS) do
        local answer = refusal(last, wanted)
        if answer then return answer end
    end
    return { action = "resume", retry = wanted.retry }
end

-- Describes a campaign by its state, as the `last` of `campaign.decide`; `spec` is that of the roll which is
-- to begin now.
function campaign.known(spec, number, state)
    local counts, stopped = state.headcount, state.stopped
    return {
        number = number, left = state.left, opened_at = state.opened_at, selection = state.selection,
        options = state.options, access_key = state.access_key, done = counts:at "done", total = #state.rows,
        stopped = stopped and stopped.reason,
        excess = permission.failure_stop(spec, state), was_touched = state.was_touched or false,
        lives_without_outcome = state.lives_without_outcome,
    }
end

return campaign

---@meta zec

-- Made by `zecscript types` from the declarations in the program.

---Seconds, or text such as "30s", "5m", "1h30m", "250ms".
---@alias duration number|string

---What the program's own functions raise.
---@class zec.error
---@field kind string for a script to match: "api", "network", "timeout", "cancelled", "usage", …
---@field message string one sentence
---@field where? string the line of the script
---@field code? string the cloud's code
---@field status? integer the HTTP status
---@field request_id? string the cloud's name for the request
---@field retryable? boolean whether the same request may succeed later
---@field hint? string what can be done about it
local failure = {}

---Whether the error is of a kind.
---@param kind string
---@return boolean
function failure:is(kind) end

---A clock that never jumps, for measuring how long something takes.
---@return number seconds # Seconds since the run began.
function clock() end

---The value of an environment variable; those that hold credentials can't be read.
---@param name string The variable's name.
---@param default? any What to return where it is not set.
---@return string|any value # The value, the default, or nil.
function env(name, default) end

---Ends the program with an exit code, after close handlers have run and writes have settled.
---@param code? integer|boolean 0 to 255; true is 0, false 1.
function exit(code) end

---@class (exact) fail.options
---@field exit_code? integer From 1 to 255; 5 unless set.
---@field hint? string What to do about it; printed on a line of its own.

---Ends the script on purpose, with a message and an exit code.
---@param message string One sentence for the operator.
---@param options? fail.options How it ends.
function fail(message, options) end

---@class (exact) inspect.options
---@field depth? integer Levels of tables that are shown; 100 unless set.
---@field newline? string What ends a line, a line feed unless set; "" puts all on one line.
---@field indent? string What indents one level; two spaces unless set.

---Writes any value as text for people: keys sorted, cycles numbered, short tables on one line.
---@param value any The value.
---@param options? inspect.options How it is laid out.
---@return string text # The same for equal values.
function inspect(value, options) end

---The calendar time.
---@return number seconds # Seconds since 1970 UTC, with a fraction.
function now() end

---@class (exact) progress.options
---@field what string What is under way.
---@field total? integer How many there are.
---@field campaign? string The roll that it is about, for JSON lines.

---Shows a line that moves on a terminal, and log lines now and then elsewhere.
---@param options progress.options What to show.
---@return { update: fun(self, counts: table), finish: fun(self) } p # p:update{done=, in_flight=, failed=, uncertain=, phase=, seconds_to_go=} and p:finish().
function progress(options) end

---Loads a module once: from `package.preload`, from the script's folder, or from `package.path`.
---@param name string As in "lib.health".
---@param ... any Ignored, as everywhere in Lua.
---@return any module # What the module returned, or true.
---@return any place # The file it came from; only when this call loaded it.
function require(name, ...) end

---@class (exact) run.options
---@field timeout? duration After this time the command and what it started get SIGTERM, and 3 s later SIGKILL; no limit unless set.
---@field stdin? string Its standard input; empty unless set.
---@field cwd? string The folder in which it starts.
---@field env? table Environment variables by name, beside those of the program; `false` removes one.
---@field check? boolean Whether a command that fails is an error; true unless set.
---@field max_output? integer How many bytes of stdout and of stderr are kept, 1 MiB unless set; the rest is dropped.

---Runs a command of this machine and waits until it has ended; an error of kind command where it fails.
---@async
---@param command string|string[] A line for the shell; or a list of the program and its arguments, without a shell.
---@param options? run.options How to run it.
---@return { exit_code: integer, signal: integer?, stdout: string, stderr: string, truncated: boolean } result # After a signal the exit code is 128 and the signal's number, as in a shell.
function run(command, options) end

---Waits for a duration; other tasks go on meanwhile.
---@async
---@param duration duration How long.
---@return number elapsed # Seconds really slept.
function sleep(duration) end

---Calls `fn` and gives its error as a result; cancellation and exit still pass.
---@param fn function The function.
---@param ... any Arguments of the function.
---@return any ... # What the function returned; or nil.
---@return any err # And then the error, mostly a table with `kind` and `message`.
function try(fn, ...) end

---Text from outside with its control and formatting characters as escapes, so that it can't act on a terminal.
---@param text string|number A name, a tag, a message.
---@param width? integer The columns to fill up to with spaces; a wide character takes two.
---@return string text # It.
function visible(text, width) end

---How many columns a text takes on a terminal once `visible` has escaped it.
---@param text string|number A name, a tag, a message.
---@return integer columns # Wide characters take two, combining marks none.
function visible_width(text) end

---@class (exact) wait.options
---@field timeout? duration How long at most; then an error of kind "timeout" is raised; for ever unless set.
---@field every? duration The pause between two questions; 1s unless set.
---@field backoff? number The factor from each pause to the next; 1 unless set.
---@field max? duration The longest pause; unlimited unless set.
---@field what? string What is waited for, for errors and the list of tasks.

---Calls `condition()` again and again until it returns something true.
---@async
---@param condition function Asked at once, after every pause, and at the deadline.
---@param options? wait.options How long and how often.
---@return any ... # What the condition returned.
function wait(condition, options) end

---HTTP requests and TCP connections of a script's own.
http = {}

---@class (exact) http.get.options
---@field headers? table Header fields by name.
---@field timeout? duration For the whole exchange, 10s unless set.
---@field max_size? integer The largest body accepted, in bytes; 16 MiB unless set.

---Fetches a URL; an error of kind network where no answer comes.
---@async
---@param url string An http or https URL.
---@param options? http.get.options How to ask.
---@return { status: integer, body: string, headers: table<string, string> } response # Whatever the server said; header names in lower case. Redirects are not followed.
function http.get(url, options) end

---@class (exact) http.post.options
---@field headers? table Header fields by name.
---@field timeout? duration For the whole exchange, 10s unless set.
---@field max_size? integer The largest body accepted, in bytes; 16 MiB unless set.

---Sends a body to a URL; an error of kind network where no answer comes.
---@async
---@param url string An http or https URL.
---@param body string|table The body; a table is sent as JSON.
---@param options? http.post.options How to ask.
---@return { status: integer, body: string, headers: table<string, string> } response # Whatever the server said; header names in lower case. Redirects are not followed.
function http.post(url, body, options) end

---JSON texts and Lua values.
json = {}

---The value that stands for null.
---@type lightuserdata
json.null = nil

---Marks a table as a list, so that json.encode writes [] when it is empty.
---@param items? table The table to mark; a new one unless given.
---@return any[] list # The same table.
function json.array(items) end

---Reads a JSON text; its null becomes json.null, and its empty array stays an array.
---@param text string The JSON text, in UTF-8.
---@return any value # What it says.
function json.decode(text) end

---@class (exact) json.encode.options
---@field indent? boolean Over several lines, for people.

---Writes a value as JSON, with the keys of objects sorted.
---@param value any What to write. A table with items only is an array; an empty table is an object, unless json.array, json.decode or the cloud made it as a list.
---@param options? json.encode.options How to write it.
---@return string text # The JSON text.
function json.encode(value, options) end

---Log lines, on standard error.
log = {}

---Writes a log line of level debug to standard error; JSON lines have the fields of a table at the end, and text lines have them as key=value.
---@param format string The message, as for string.format.
---@param ... any The values for the directives of the format; after them, a table of fields: { id = "i-1" }.
function log.debug(format, ...) end

---Writes a log line of level error to standard error; JSON lines have the fields of a table at the end, and text lines have them as key=value.
---@param format string The message, as for string.format.
---@param ... any The values for the directives of the format; after them, a table of fields: { id = "i-1" }.
function log.error(format, ...) end

---Writes a log line of level info to standard error; JSON lines have the fields of a table at the end, and text lines have them as key=value.
---@param format string The message, as for string.format.
---@param ... any The values for the directives of the format; after them, a table of fields: { id = "i-1" }.
function log.info(format, ...) end

---Writes a log line of level warn to standard error; JSON lines have the fields of a table at the end, and text lines have them as key=value.
---@param format string The message, as for string.format.
---@param ... any The values for the directives of the format; after them, a table of fields: { id = "i-1" }.
function log.warn(format, ...) end

---What rehearsals judge; nothing happens in a real run.
rehearse = {}

---Whether this run is a rehearsal.
---@return boolean active # False in a real run, and with --simulate.
function rehearse.active() end

---A condition that must hold at every moment of a rehearsal.
---@param name string What it is called when it does not hold.
---@param fn function Called with `world`: world.down() gives the ids that are down, world.instance(id) a table with status, healthy and reboots. Must not wait; false, nil or an error is a violation.
function rehearse.always(name, fn) end

---A condition that must hold at some moment of a rehearsal, at the latest at its end.
---@param name string What it is called when it never holds.
---@param fn function Called with `world`: world.down() gives the ids that are down, world.instance(id) a table with status, healthy and reboots. Must not wait.
function rehearse.eventually(name, fn) end

---Declares how many may be down at once; --max-down goes before it.
---@param limit integer|string A number, or a share of the selection: "10%".
function rehearse.max_down(limit) end

---Says what the script believes has become of an instance.
---@param id string The instance id.
---@param outcome "done"|"failed"|"uncertain"|"skipped"|"not_started" What became of it.
---@param reason? string Why, in one sentence.
function rehearse.outcome(id, outcome, reason) end

---Declares which instances may be rebooted; any other reboot is a violation.
---@param ids string[] All of them; may be empty.
function rehearse.selection(ids) end

---@class (exact) rehearse.service.options
---@field name? string What it is called.
---@field ids string[] The instances that take load through it.
---@field drain function Takes the instance of an id out of load.
---@field undrain function Puts the instance of an id back.

---What takes instances out of load and puts them back: your own functions in a real run, simulated ones in a rehearsal.
---@param service rehearse.service.options Its name, instances and functions.
---@return { drain: fun(id: string), undrain: fun(id: string) } hooks # To be called with an id; they may wait, and raise an error where they fail.
function rehearse.service(service) end

---@class (exact) rehearse.window.options
---@field days? any[] On which it opens: {"Tue", "Thu"}; every day unless set.
---@field start string When it opens: "02:00".
---@field duration duration For how long.
---@field dates? any[] Only on these: {"2026-12-01"}.
---@field exclude_dates? any[] Not on these.
---@field tz string The time zone's name: "Europe/Paris".

---Declares when reboots may be asked for.
---@param window rehearse.window.options Days, start, duration and time zone.
function rehearse.window(window) end

rolling = {}

---The report of a roll.
---@class rolling.report
---@field name string The name of the roll.
---@field exit_code integer How the roll ended; zecscript help exit-codes lists the codes.
---@field stopped? rolling.stop What stopped the roll.
---@field totals rolling.totals The number of instances with each outcome.
---@field began_at string UTC, such as 2026-01-06T01:05:00Z.
---@field ended_at string UTC.
---@field seconds number How long the roll took.
---@field max_unavailable integer The limit of instances that are down at once.
---@field peak_unavailable integer The most instances that were down at once.
---@field plan_hash string The hash of the plan.
---@field requests table<string, integer> The number of requests of the last process, by action.
---@field decisions rolling.decision[] Waits, stops and approvals, in order.
---@field versions table<string, string> Of zecscript, lua and tzdata.
---@field instances rolling.outcome[] What became of each instance.
---@field recorded? boolean true for the report of an earlier process of the same execution.
---@field not_run? string Why the roll was refused; only in the file.
---@field dry_run? boolean true if nothing was rebooted because of --dry-run.
---@field plan? table The plan, of a dry run only.

---The number of instances with each outcome.
---@class rolling.totals
---@field done integer Rebooted, with evidence.
---@field failed integer Rebooted or tried, and not well.
---@field uncertain integer It is not known what happened.
---@field skipped integer Left out.
---@field not_started integer Not touched.

---What became of an instance in a roll.
---@class rolling.outcome
---@field id string The id.
---@field name string The name.
---@field group? string The group of group_by.
---@field outcome string done, failed, uncertain, skipped or not_started.
---@field reason? string Why; nil for most instances that are done.
---@field phases table[] Its steps: step, at (seconds since the beginning of the roll), reason.
---@field evidence rolling.evidence What was seen before and after the reboot.
---@field left_drained? boolean|string Whether it is still out of load.

---What was seen of an instance before and after its reboot.
---@class rolling.evidence
---@field before? any The boot id or the other value before.
---@field after? any The same, after.
---@field proof? string What proves the reboot.

---A decision of a roll.
---@class rolling.decision
---@field at number Seconds since the beginning of the roll.
---@field text string A sentence.

---What stopped a roll.
---@class rolling.stop
---@field by string failures, window, deadline, …
---@field reason string A sentence.

---The options of a specification as declarations for script.options, named after them: --max-unavailable, --poll-leave.
---@param names? string[] Only these options; all of them unless given.
---@return table[] declarations # Headings, and options without those that are functions.
function rolling.flags(names) end

---The specification that the options of a command line give; only what was given is in it.
---@param options table What script.options answered for rolling.flags.
---@return table spec # For rolling.reboot, with the instances still to be chosen.
function rolling.from_flags(options) end

---@class (exact) rolling.lint.options.filter
---@field instanceIds? string[] Only these.
---@field zoneId? string The zone.
---@field imageId? string The image.
---@field instanceType? string The type.
---@field instanceTypeSeries? string The series of types.
---@field ipv4Address? string An IPv4 address.
---@field ipv6Address? string An IPv6 address.
---@field status? string The status.
---@field name? string A part of the name.
---@field resourceGroupId? string The resource group.
---@field tagKeys? string[] Tags that must be there.
---@field tags? table Tags and their values: {role="web"}.

---@class (exact) rolling.lint.options.expect
---@field min? integer The smallest number of selected instances.
---@field max? integer The largest number of selected instances.

---@class (exact) rolling.lint.options.canary
---@field size? integer|string The number of instances in the first batch. 1 unless set.
---@field bake_time? duration How long the first batch must stay healthy before the next batch. "5m" unless set.
---@field approve? string|function The approval after the first batch: a file that appears. Or a function of the reason that returns true.

---@class (exact) rolling.lint.options.escalate
---@field after? duration The time from the first request until an instance is forced. "5m" unless set.
---@field max? integer The limit of forced instances. 1 unless set.

---@class (exact) rolling.lint.options.health_check
---@field http? string A URL that must answer 2xx; %s stands for the instance's address.
---@field tcp? integer A port that must accept connections.
---@field command? string A shell command that must end with 0 in the instance, through the cloud's agent.
---@field fn? fun(id: string, row: zec.instance): any A function of (id, row) that must return true; a second result is the reason.
---@field interval? duration The time between two checks of an instance. "5s" unless set.
---@field request_timeout? duration The time limit of one check over http or tcp. "5s" unless set.
---@field timeout? duration The time limit until a RUNNING instance is healthy. "5m" unless set.
---@field consecutive? integer The number of good checks in a row that make an instance healthy. 3 unless set.

---@class (exact) rolling.lint.options.checkpoint
---@field at integer|string|table After which share or number of instances: 10%, 50%.
---@field approve? string|function The approval of a checkpoint: a file that appears; approve unless set. Or a function of the reason that returns true.
---@field timeout? duration The time limit of the wait at a checkpoint. "1h" unless set.
---@field on_timeout? "stop"|"continue" What happens at a checkpoint without an approval in time. "stop" unless set.

---@class (exact) rolling.lint.options.window
---@field days? any[] The days on which it opens: Tue, Thu; every day unless set.
---@field start string When it opens: 02:00.
---@field duration duration For how long it is open.
---@field tz string The name of its time zone: Europe/Paris.
---@field cutoff? duration How long before its end no reboot begins; unless set, the p95 of the roll's reboots, and reboot_timeout before there is one.
---@field dates? any[] The only dates on which it opens: 2026-12-01.
---@field exclude_dates? any[] The dates on which it does not open.

---@class (exact) rolling.lint.options.poll
---@field leave? duration The time between two requests while instances should leave RUNNING. "1s" unless set.
---@field up? duration The time between two requests while instances boot; the first comes when nine in ten were back before. "5s" unless set.
---@field max? duration The longest time between two requests, for slow instances. "15s" unless set.

---@class (exact) rolling.lint.options
---@field name string The name of the roll, in messages, reports and the journal.
---@field instances? any[] Which instances: ids, or rows of zec.instances. Exactly one of instances, instances_file and filter.
---@field instances_file? string A file with ids, separated by spaces or line ends; - is standard input.
---@field filter? rolling.lint.options.filter A filter as for zec.instances; {} for every instance there is.
---@field allow_missing? boolean Leaves out ids that the cloud does not know; otherwise such an id refuses the roll. false unless set.
---@field allow_empty? boolean Allows an empty selection, which ends with 0; otherwise it refuses the roll. false unless set.
---@field expect? rolling.lint.options.expect The number of instances that the selection must have; any other number refuses the roll.
---@field max_targets? integer The limit of selected instances; more refuse the roll. 500 unless set.
---@field exclude? table|fun(id: string, row: zec.instance): any Ids, names or rows of instances to leave out; an unknown one refuses the roll, unless allow_missing is set. Or a function of (id, row) that returns true for an instance to leave out.
---@field only_if? fun(id: string, row: zec.instance): any A function of (id, row), called right before each reboot: true reboots, false skips. Any other result, and any error, is a failure.
---@field skip_if_booted_since? duration Skips instances that booted within this time, as the monitoring shows; without data of the monitoring they are rebooted.
---@field order? "group,name"|"as_given"|"unhealthy_first"|"shuffle"|fun(a: zec.instance, b: zec.instance): any The order: by zone and name, as given, unhealthy instances first, or random. Or a function of two rows that returns whether the first goes before the second. "group,name" unless set.
---@field mode? "batch"|"rolling" Batch after batch, or the next instance as soon as another is back. "batch" unless set.
---@field batch_size? integer|string|table The number of instances in a batch: a number, a share such as 10%, or a ramp such as 1, 5%, 10% whose last value repeats. First 1 and then max_unavailable unless set.
---@field max_unavailable? integer|string The limit of instances down at once; instances that are down already count. A share is rounded down, to at least 1. 1 unless set.
---@field min_healthy? integer|string The number of instances that must stay up. A share is rounded up. The stricter of this and max_unavailable holds.
---@field group_by? string|fun(id: string, row: zec.instance): any The group of an instance: a field of its row, or a tag as tags.rack. Or a function of (id, row) that returns the group.
---@field max_unavailable_per_group? integer The limit of instances of one group down at once.
---@field group_order? "interleave"|"sequential"|"as_ordered" One instance of each group in turn, group after group, or as order says. "interleave" unless set.
---@field stagger? duration The pause between two reboots of one batch. "0s" unless set.
---@field start_jitter? duration Waits a random time up to this before the roll begins: for cron on many hosts. "0s" unless set.
---@field canary? rolling.lint.options.canary A first batch of its own, which is watched for longer.
---@field drain? fun(id: string, row: zec.instance): any A function of (id, row) that takes an instance out of load before its reboot. It may wait, and raises an error if it fails.
---@field undrain? fun(id: string, row: zec.instance): any A function of (id, row) that puts an instance back into load when it is healthy, or when it was not rebooted.
---@field drain_timeout? duration The time limit of drain and of undrain. "5m" unless set.
---@field on_drain_timeout? "skip"|"abort"|"force" If draining fails: skip the instance, fail it, or reboot it all the same. "skip" unless set.
---@field verify? "any"|"boot_id"|"uptime"|"status"|"health"|fun(id: string, row: zec.instance): any What proves a reboot: any of status and boot id, the boot id, the uptime, the status alone, or a failing health check. Or a function of (id, row) whose result must differ afterwards; nil means unknown. "any" unless set.
---@field on_unverified? "uncertain"|"accept" The outcome of an instance without proof of its reboot. "uncertain" unless set.
---@field leave_timeout? duration The time limit until an instance leaves RUNNING. "3m" unless set.
---@field reboot_timeout? duration The time limit until an instance is RUNNING again. "10m" unless set.
---@field observe_time? duration How long an instance is watched if its request got no clear answer. "2m" unless set.
---@field ambiguous_retry? integer How often a reboot is requested again if it is proven that the instance did not reboot. 0 unless set.
---@field late_effect? duration For how long the cloud may still carry out a request without a clear answer. "5m" unless set.
---@field escalate? rolling.lint.options.escalate Forces a second reboot of instances that do not come back; off unless set.
---@field health_check? rolling.lint.options.health_check The check that an instance must pass before it is done: exactly one of http, tcp, command and fn.
---@field min_healthy_time? duration How long an instance must stay healthy before it goes back into load. "10s" unless set.
---@field bake_time? duration How long the roll watches all rebooted instances after each batch, the last batch too. "30s" unless set.
---@field max_failures? integer The limit of failed and uncertain instances; one more stops the roll. 0 unless set.
---@field max_fail_percent? integer|string The same limit as a share of the selection; it replaces max_failures unless both are set.
---@field max_failures_per_batch? integer The limit of failures in one batch.
---@field max_consecutive_failures? integer The limit of failures in a row.
---@field on_failure? "stop"|"pause"|"continue" If a limit is exceeded: stop, wait for an approval, or continue. Instances in flight are always finished. "stop" unless set.
---@field pause_timeout? duration The time limit of a pause; then the roll stops. "1h" unless set.
---@field approve? string|function The approval of a pause or a checkpoint: a file that appears. Or a function of the reason that returns true.
---@field checkpoint? rolling.lint.options.checkpoint Points at which the roll waits for an approval; without it, the roll stops.
---@field window? rolling.lint.options.window The hours in which a roll may begin reboots; a window belongs to the day on which it opens.
---@field outside? "exit"|"wait" Outside the window: exit, so that the next start continues, or wait until it opens. "exit" unless set.
---@field deadline? duration The time limit for beginning reboots. A roll that continues in another process has the whole time again.
---@field resume? "auto"|"never"|"changed" If the last roll of this name is open: continue it if options and selection are the same, begin a new roll, or continue it with other options or another access key. "auto" unless set.
---@field resume_within? duration For how long after its beginning a roll continues by itself; later, only with zecscript resume. "7d" unless set.
---@field blockers? function|table Functions of the list of ids that are still to go, called before each batch: true, a reason or an error blocks the batch. zec.no_provider_maintenance is such a function.
---@field blocker_retry? duration The time between two calls of a blocker. "30s" unless set.
---@field blocker_deadline? duration The time limit of a wait for blockers, for room and for answers; then the roll stops. "1h" unless set.
---@field poll? rolling.lint.options.poll How often the cloud is asked for statuses.
---@field notify? string|function Where notifications go: a URL that takes Slack's JSON. They never delay the roll. Or a function of the event.
---@field report? string A file for the whole report, as JSON.
---@field remaining? string A file for the ids of the instances that are not done, one a line; empty if every instance is done. Instances that the script left out are not in it.
---@field require_plan? string The hash of the plan; any other plan refuses the roll.

---Warnings about a specification.
---@async
---@param spec rolling.lint.options What to roll, and how.
---@return { option: string, message: string }[] notes # In a fixed order.
function rolling.lint(spec) end

---@class (exact) rolling.plan.options.filter
---@field instanceIds? string[] Only these.
---@field zoneId? string The zone.
---@field imageId? string The image.
---@field instanceType? string The type.
---@field instanceTypeSeries? string The series of types.
---@field ipv4Address? string An IPv4 address.
---@field ipv6Address? string An IPv6 address.
---@field status? string The status.
---@field name? string A part of the name.
---@field resourceGroupId? string The resource group.
---@field tagKeys? string[] Tags that must be there.
---@field tags? table Tags and their values: {role="web"}.

---@class (exact) rolling.plan.options.expect
---@field min? integer The smallest number of selected instances.
---@field max? integer The largest number of selected instances.

---@class (exact) rolling.plan.options.canary
---@field size? integer|string The number of instances in the first batch. 1 unless set.
---@field bake_time? duration How long the first batch must stay healthy before the next batch. "5m" unless set.
---@field approve? string|function The approval after the first batch: a file that appears. Or a function of the reason that returns true.

---@class (exact) rolling.plan.options.escalate
---@field after? duration The time from the first request until an instance is forced. "5m" unless set.
---@field max? integer The limit of forced instances. 1 unless set.

---@class (exact) rolling.plan.options.health_check
---@field http? string A URL that must answer 2xx; %s stands for the instance's address.
---@field tcp? integer A port that must accept connections.
---@field command? string A shell command that must end with 0 in the instance, through the cloud's agent.
---@field fn? fun(id: string, row: zec.instance): any A function of (id, row) that must return true; a second result is the reason.
---@field interval? duration The time between two checks of an instance. "5s" unless set.
---@field request_timeout? duration The time limit of one check over http or tcp. "5s" unless set.
---@field timeout? duration The time limit until a RUNNING instance is healthy. "5m" unless set.
---@field consecutive? integer The number of good checks in a row that make an instance healthy. 3 unless set.

---@class (exact) rolling.plan.options.checkpoint
---@field at integer|string|table After which share or number of instances: 10%, 50%.
---@field approve? string|function The approval of a checkpoint: a file that appears; approve unless set. Or a function of the reason that returns true.
---@field timeout? duration The time limit of the wait at a checkpoint. "1h" unless set.
---@field on_timeout? "stop"|"continue" What happens at a checkpoint without an approval in time. "stop" unless set.

---@class (exact) rolling.plan.options.window
---@field days? any[] The days on which it opens: Tue, Thu; every day unless set.
---@field start string When it opens: 02:00.
---@field duration duration For how long it is open.
---@field tz string The name of its time zone: Europe/Paris.
---@field cutoff? duration How long before its end no reboot begins; unless set, the p95 of the roll's reboots, and reboot_timeout before there is one.
---@field dates? any[] The only dates on which it opens: 2026-12-01.
---@field exclude_dates? any[] The dates on which it does not open.

---@class (exact) rolling.plan.options.poll
---@field leave? duration The time between two requests while instances should leave RUNNING. "1s" unless set.
---@field up? duration The time between two requests while instances boot; the first comes when nine in ten were back before. "5s" unless set.
---@field max? duration The longest time between two requests, for slow instances. "15s" unless set.

---@class (exact) rolling.plan.options
---@field name string The name of the roll, in messages, reports and the journal.
---@field instances? any[] Which instances: ids, or rows of zec.instances. Exactly one of instances, instances_file and filter.
---@field instances_file? string A file with ids, separated by spaces or line ends; - is standard input.
---@field filter? rolling.plan.options.filter A filter as for zec.instances; {} for every instance there is.
---@field allow_missing? boolean Leaves out ids that the cloud does not know; otherwise such an id refuses the roll. false unless set.
---@field allow_empty? boolean Allows an empty selection, which ends with 0; otherwise it refuses the roll. false unless set.
---@field expect? rolling.plan.options.expect The number of instances that the selection must have; any other number refuses the roll.
---@field max_targets? integer The limit of selected instances; more refuse the roll. 500 unless set.
---@field exclude? table|fun(id: string, row: zec.instance): any Ids, names or rows of instances to leave out; an unknown one refuses the roll, unless allow_missing is set. Or a function of (id, row) that returns true for an instance to leave out.
---@field only_if? fun(id: string, row: zec.instance): any A function of (id, row), called right before each reboot: true reboots, false skips. Any other result, and any error, is a failure.
---@field skip_if_booted_since? duration Skips instances that booted within this time, as the monitoring shows; without data of the monitoring they are rebooted.
---@field order? "group,name"|"as_given"|"unhealthy_first"|"shuffle"|fun(a: zec.instance, b: zec.instance): any The order: by zone and name, as given, unhealthy instances first, or random. Or a function of two rows that returns whether the first goes before the second. "group,name" unless set.
---@field mode? "batch"|"rolling" Batch after batch, or the next instance as soon as another is back. "batch" unless set.
---@field batch_size? integer|string|table The number of instances in a batch: a number, a share such as 10%, or a ramp such as 1, 5%, 10% whose last value repeats. First 1 and then max_unavailable unless set.
---@field max_unavailable? integer|string The limit of instances down at once; instances that are down already count. A share is rounded down, to at least 1. 1 unless set.
---@field min_healthy? integer|string The number of instances that must stay up. A share is rounded up. The stricter of this and max_unavailable holds.
---@field group_by? string|fun(id: string, row: zec.instance): any The group of an instance: a field of its row, or a tag as tags.rack. Or a function of (id, row) that returns the group.
---@field max_unavailable_per_group? integer The limit of instances of one group down at once.
---@field group_order? "interleave"|"sequential"|"as_ordered" One instance of each group in turn, group after group, or as order says. "interleave" unless set.
---@field stagger? duration The pause between two reboots of one batch. "0s" unless set.
---@field start_jitter? duration Waits a random time up to this before the roll begins: for cron on many hosts. "0s" unless set.
---@field canary? rolling.plan.options.canary A first batch of its own, which is watched for longer.
---@field drain? fun(id: string, row: zec.instance): any A function of (id, row) that takes an instance out of load before its reboot. It may wait, and raises an error if it fails.
---@field undrain? fun(id: string, row: zec.instance): any A function of (id, row) that puts an instance back into load when it is healthy, or when it was not rebooted.
---@field drain_timeout? duration The time limit of drain and of undrain. "5m" unless set.
---@field on_drain_timeout? "skip"|"abort"|"force" If draining fails: skip the instance, fail it, or reboot it all the same. "skip" unless set.
---@field verify? "any"|"boot_id"|"uptime"|"status"|"health"|fun(id: string, row: zec.instance): any What proves a reboot: any of status and boot id, the boot id, the uptime, the status alone, or a failing health check. Or a function of (id, row) whose result must differ afterwards; nil means unknown. "any" unless set.
---@field on_unverified? "uncertain"|"accept" The outcome of an instance without proof of its reboot. "uncertain" unless set.
---@field leave_timeout? duration The time limit until an instance leaves RUNNING. "3m" unless set.
---@field reboot_timeout? duration The time limit until an instance is RUNNING again. "10m" unless set.
---@field observe_time? duration How long an instance is watched if its request got no clear answer. "2m" unless set.
---@field ambiguous_retry? integer How often a reboot is requested again if it is proven that the instance did not reboot. 0 unless set.
---@field late_effect? duration For how long the cloud may still carry out a request without a clear answer. "5m" unless set.
---@field escalate? rolling.plan.options.escalate Forces a second reboot of instances that do not come back; off unless set.
---@field health_check? rolling.plan.options.health_check The check that an instance must pass before it is done: exactly one of http, tcp, command and fn.
---@field min_healthy_time? duration How long an instance must stay healthy before it goes back into load. "10s" unless set.
---@field bake_time? duration How long the roll watches all rebooted instances after each batch, the last batch too. "30s" unless set.
---@field max_failures? integer The limit of failed and uncertain instances; one more stops the roll. 0 unless set.
---@field max_fail_percent? integer|string The same limit as a share of the selection; it replaces max_failures unless both are set.
---@field max_failures_per_batch? integer The limit of failures in one batch.
---@field max_consecutive_failures? integer The limit of failures in a row.
---@field on_failure? "stop"|"pause"|"continue" If a limit is exceeded: stop, wait for an approval, or continue. Instances in flight are always finished. "stop" unless set.
---@field pause_timeout? duration The time limit of a pause; then the roll stops. "1h" unless set.
---@field approve? string|function The approval of a pause or a checkpoint: a file that appears. Or a function of the reason that returns true.
---@field checkpoint? rolling.plan.options.checkpoint Points at which the roll waits for an approval; without it, the roll stops.
---@field window? rolling.plan.options.window The hours in which a roll may begin reboots; a window belongs to the day on which it opens.
---@field outside? "exit"|"wait" Outside the window: exit, so that the next start continues, or wait until it opens. "exit" unless set.
---@field deadline? duration The time limit for beginning reboots. A roll that continues in another process has the whole time again.
---@field resume? "auto"|"never"|"changed" If the last roll of this name is open: continue it if options and selection are the same, begin a new roll, or continue it with other options or another access key. "auto" unless set.
---@field resume_within? duration For how long after its beginning a roll continues by itself; later, only with zecscript resume. "7d" unless set.
---@field blockers? function|table Functions of the list of ids that are still to go, called before each batch: true, a reason or an error blocks the batch. zec.no_provider_maintenance is such a function.
---@field blocker_retry? duration The time between two calls of a blocker. "30s" unless set.
---@field blocker_deadline? duration The time limit of a wait for blockers, for room and for answers; then the roll stops. "1h" unless set.
---@field poll? rolling.plan.options.poll How often the cloud is asked for statuses.
---@field notify? string|function Where notifications go: a URL that takes Slack's JSON. They never delay the roll. Or a function of the event.
---@field report? string A file for the whole report, as JSON.
---@field remaining? string A file for the ids of the instances that are not done, one a line; empty if every instance is done. Instances that the script left out are not in it.
---@field require_plan? string The hash of the plan; any other plan refuses the roll.

---What rolling.reboot would do; nothing is touched.
---@async
---@param spec rolling.plan.options What to roll, and how.
---@return { waves: { size: integer, names: string[], first: string, last: string, group: string, begins_after: number, begins_at: string?, window_closes_at: string? }[], max_unavailable: integer, stops_at_failure: integer, proof: string, expected_seconds: number, expected_requests: integer, hash: string, lint: table[] } plan # Waves (batches) with their names and times (begins_after in seconds; begins_at and window_closes_at where there is a window), limits, time, requests, notes and a hash to pin; tostring gives it for people.
function rolling.plan(spec) end

---@class (exact) rolling.reboot.options.filter
---@field instanceIds? string[] Only these.
---@field zoneId? string The zone.
---@field imageId? string The image.
---@field instanceType? string The type.
---@field instanceTypeSeries? string The series of types.
---@field ipv4Address? string An IPv4 address.
---@field ipv6Address? string An IPv6 address.
---@field status? string The status.
---@field name? string A part of the name.
---@field resourceGroupId? string The resource group.
---@field tagKeys? string[] Tags that must be there.
---@field tags? table Tags and their values: {role="web"}.

---@class (exact) rolling.reboot.options.expect
---@field min? integer The smallest number of selected instances.
---@field max? integer The largest number of selected instances.

---@class (exact) rolling.reboot.options.canary
---@field size? integer|string The number of instances in the first batch. 1 unless set.
---@field bake_time? duration How long the first batch must stay healthy before the next batch. "5m" unless set.
---@field approve? string|function The approval after the first batch: a file that appears. Or a function of the reason that returns true.

---@class (exact) rolling.reboot.options.escalate
---@field after? duration The time from the first request until an instance is forced. "5m" unless set.
---@field max? integer The limit of forced instances. 1 unless set.

---@class (exact) rolling.reboot.options.health_check
---@field http? string A URL that must answer 2xx; %s stands for the instance's address.
---@field tcp? integer A port that must accept connections.
---@field command? string A shell command that must end with 0 in the instance, through the cloud's agent.
---@field fn? fun(id: string, row: zec.instance): any A function of (id, row) that must return true; a second result is the reason.
---@field interval? duration The time between two checks of an instance. "5s" unless set.
---@field request_timeout? duration The time limit of one check over http or tcp. "5s" unless set.
---@field timeout? duration The time limit until a RUNNING instance is healthy. "5m" unless set.
---@field consecutive? integer The number of good checks in a row that make an instance healthy. 3 unless set.

---@class (exact) rolling.reboot.options.checkpoint
---@field at integer|string|table After which share or number of instances: 10%, 50%.
---@field approve? string|function The approval of a checkpoint: a file that appears; approve unless set. Or a function of the reason that returns true.
---@field timeout? duration The time limit of the wait at a checkpoint. "1h" unless set.
---@field on_timeout? "stop"|"continue" What happens at a checkpoint without an approval in time. "stop" unless set.

---@class (exact) rolling.reboot.options.window
---@field days? any[] The days on which it opens: Tue, Thu; every day unless set.
---@field start string When it opens: 02:00.
---@field duration duration For how long it is open.
---@field tz string The name of its time zone: Europe/Paris.
---@field cutoff? duration How long before its end no reboot begins; unless set, the p95 of the roll's reboots, and reboot_timeout before there is one.
---@field dates? any[] The only dates on which it opens: 2026-12-01.
---@field exclude_dates? any[] The dates on which it does not open.

---@class (exact) rolling.reboot.options.poll
---@field leave? duration The time between two requests while instances should leave RUNNING. "1s" unless set.
---@field up? duration The time between two requests while instances boot; the first comes when nine in ten were back before. "5s" unless set.
---@field max? duration The longest time between two requests, for slow instances. "15s" unless set.

---@class (exact) rolling.reboot.options
---@field name string The name of the roll, in messages, reports and the journal.
---@field instances? any[] Which instances: ids, or rows of zec.instances. Exactly one of instances, instances_file and filter.
---@field instances_file? string A file with ids, separated by spaces or line ends; - is standard input.
---@field filter? rolling.reboot.options.filter A filter as for zec.instances; {} for every instance there is.
---@field allow_missing? boolean Leaves out ids that the cloud does not know; otherwise such an id refuses the roll. false unless set.
---@field allow_empty? boolean Allows an empty selection, which ends with 0; otherwise it refuses the roll. false unless set.
---@field expect? rolling.reboot.options.expect The number of instances that the selection must have; any other number refuses the roll.
---@field max_targets? integer The limit of selected instances; more refuse the roll. 500 unless set.
---@field exclude? table|fun(id: string, row: zec.instance): any Ids, names or rows of instances to leave out; an unknown one refuses the roll, unless allow_missing is set. Or a function of (id, row) that returns true for an instance to leave out.
---@field only_if? fun(id: string, row: zec.instance): any A function of (id, row), called right before each reboot: true reboots, false skips. Any other result, and any error, is a failure.
---@field skip_if_booted_since? duration Skips instances that booted within this time, as the monitoring shows; without data of the monitoring they are rebooted.
---@field order? "group,name"|"as_given"|"unhealthy_first"|"shuffle"|fun(a: zec.instance, b: zec.instance): any The order: by zone and name, as given, unhealthy instances first, or random. Or a function of two rows that returns whether the first goes before the second. "group,name" unless set.
---@field mode? "batch"|"rolling" Batch after batch, or the next instance as soon as another is back. "batch" unless set.
---@field batch_size? integer|string|table The number of instances in a batch: a number, a share such as 10%, or a ramp such as 1, 5%, 10% whose last value repeats. First 1 and then max_unavailable unless set.
---@field max_unavailable? integer|string The limit of instances down at once; instances that are down already count. A share is rounded down, to at least 1. 1 unless set.
---@field min_healthy? integer|string The number of instances that must stay up. A share is rounded up. The stricter of this and max_unavailable holds.
---@field group_by? string|fun(id: string, row: zec.instance): any The group of an instance: a field of its row, or a tag as tags.rack. Or a function of (id, row) that returns the group.
---@field max_unavailable_per_group? integer The limit of instances of one group down at once.
---@field group_order? "interleave"|"sequential"|"as_ordered" One instance of each group in turn, group after group, or as order says. "interleave" unless set.
---@field stagger? duration The pause between two reboots of one batch. "0s" unless set.
---@field start_jitter? duration Waits a random time up to this before the roll begins: for cron on many hosts. "0s" unless set.
---@field canary? rolling.reboot.options.canary A first batch of its own, which is watched for longer.
---@field drain? fun(id: string, row: zec.instance): any A function of (id, row) that takes an instance out of load before its reboot. It may wait, and raises an error if it fails.
---@field undrain? fun(id: string, row: zec.instance): any A function of (id, row) that puts an instance back into load when it is healthy, or when it was not rebooted.
---@field drain_timeout? duration The time limit of drain and of undrain. "5m" unless set.
---@field on_drain_timeout? "skip"|"abort"|"force" If draining fails: skip the instance, fail it, or reboot it all the same. "skip" unless set.
---@field verify? "any"|"boot_id"|"uptime"|"status"|"health"|fun(id: string, row: zec.instance): any What proves a reboot: any of status and boot id, the boot id, the uptime, the status alone, or a failing health check. Or a function of (id, row) whose result must differ afterwards; nil means unknown. "any" unless set.
---@field on_unverified? "uncertain"|"accept" The outcome of an instance without proof of its reboot. "uncertain" unless set.
---@field leave_timeout? duration The time limit until an instance leaves RUNNING. "3m" unless set.
---@field reboot_timeout? duration The time limit until an instance is RUNNING again. "10m" unless set.
---@field observe_time? duration How long an instance is watched if its request got no clear answer. "2m" unless set.
---@field ambiguous_retry? integer How often a reboot is requested again if it is proven that the instance did not reboot. 0 unless set.
---@field late_effect? duration For how long the cloud may still carry out a request without a clear answer. "5m" unless set.
---@field escalate? rolling.reboot.options.escalate Forces a second reboot of instances that do not come back; off unless set.
---@field health_check? rolling.reboot.options.health_check The check that an instance must pass before it is done: exactly one of http, tcp, command and fn.
---@field min_healthy_time? duration How long an instance must stay healthy before it goes back into load. "10s" unless set.
---@field bake_time? duration How long the roll watches all rebooted instances after each batch, the last batch too. "30s" unless set.
---@field max_failures? integer The limit of failed and uncertain instances; one more stops the roll. 0 unless set.
---@field max_fail_percent? integer|string The same limit as a share of the selection; it replaces max_failures unless both are set.
---@field max_failures_per_batch? integer The limit of failures in one batch.
---@field max_consecutive_failures? integer The limit of failures in a row.
---@field on_failure? "stop"|"pause"|"continue" If a limit is exceeded: stop, wait for an approval, or continue. Instances in flight are always finished. "stop" unless set.
---@field pause_timeout? duration The time limit of a pause; then the roll stops. "1h" unless set.
---@field approve? string|function The approval of a pause or a checkpoint: a file that appears. Or a function of the reason that returns true.
---@field checkpoint? rolling.reboot.options.checkpoint Points at which the roll waits for an approval; without it, the roll stops.
---@field window? rolling.reboot.options.window The hours in which a roll may begin reboots; a window belongs to the day on which it opens.
---@field outside? "exit"|"wait" Outside the window: exit, so that the next start continues, or wait until it opens. "exit" unless set.
---@field deadline? duration The time limit for beginning reboots. A roll that continues in another process has the whole time again.
---@field resume? "auto"|"never"|"changed" If the last roll of this name is open: continue it if options and selection are the same, begin a new roll, or continue it with other options or another access key. "auto" unless set.
---@field resume_within? duration For how long after its beginning a roll continues by itself; later, only with zecscript resume. "7d" unless set.
---@field blockers? function|table Functions of the list of ids that are still to go, called before each batch: true, a reason or an error blocks the batch. zec.no_provider_maintenance is such a function.
---@field blocker_retry? duration The time between two calls of a blocker. "30s" unless set.
---@field blocker_deadline? duration The time limit of a wait for blockers, for room and for answers; then the roll stops. "1h" unless set.
---@field poll? rolling.reboot.options.poll How often the cloud is asked for statuses.
---@field notify? string|function Where notifications go: a URL that takes Slack's JSON. They never delay the roll. Or a function of the event.
---@field report? string A file for the whole report, as JSON.
---@field remaining? string A file for the ids of the instances that are not done, one a line; empty if every instance is done. Instances that the script left out are not in it.
---@field require_plan? string The hash of the plan; any other plan refuses the roll.

---Reboots instances batch by batch, and calls no instance done without evidence; load it with require "rolling".
---@async
---@param spec rolling.reboot.options What to roll, and how.
---@return rolling.report report # The outcome of each instance, with its phases and evidence, and the exit code.
function rolling.reboot(spec) end

---How the last roll of a name stands; nil where no such roll is recorded.
---@param name string What the roll is called.
---@return { name: string, number: integer, status: string, began_at: string, seconds: number, lives: integer, totals: table<string, integer>, under_way: integer, left: integer, exit_code: integer?, stopped: string? }? status # status: `open` (a process works on it, or the next one goes on), `held` or `closed`.
function rolling.status(name) end

---What happened to an instance in a roll, with the evidence, as `zecscript why --json` tells it; nil where no roll has the instance.
---@param instance string The id or the name of the instance.
---@param run? string NAME or NAME/NUMBER; the last roll that has the instance unless given.
---@return { run: table, instance: table, status: string, events: { seq: integer, time: string, kind: string, text: string }[] }? story # Its events in order, each with a sentence in `text`.
function rolling.why(instance, run) end

---The script's own options, and whether it should come to an end.
script = {}

---Declares the script's own options, reads them from `arg`, and answers `--help` for it.
---@param declaration table `about`, `arguments`, and options such as `{"pause", "duration", default = "30s"}`.
---@return table values # One field for each option (`batch_size`), and `args` for the arguments.
function script.options(declaration) end

---Whether the run was asked to stop, so that no new work should start.
---@return boolean stopping # True after SIGINT, SIGTERM, SIGQUIT, SIGHUP or the time limit.
function script.stopping() end

---Several things at once.
task = {}

---Waits until all tasks have ended; the first failure cancels the others and is raised.
---@async
---@param members any[] Tasks to wait for; functions are started as tasks.
---@return any[] results # The first result of each, in the order of the list.
function task.all(members) end

---Makes a channel that hands values from task to task in order.
---@param capacity? integer Values it holds before senders wait; 0 unless set.
---@return channel channel # Open and empty.
function task.channel(capacity) end

---@class (exact) task.each.options
---@field concurrency? integer How many calls run at a time; unlimited unless set.

---Calls `fn` for each item of a list or an iterator, several at a time.
---@async
---@param items table|function A list, for `fn(item, index)`; or an iterator, for `fn` with what it returns.
---@param fn function Called in a task of its own for each item.
---@param options? task.each.options How many run at a time.
function task.each(items, fn, options) end

---Makes an event: a flag that tasks can wait for.
---@return event event # Not set yet.
function task.event() end

---@class (exact) task.group.options
---@field limit? integer How many of its tasks run at a time; unlimited unless set.
---@field on_error? "cancel"|"collect" "cancel" (the default): a failure cancels the others and is raised; "collect": they go on.

---Runs `body(group)` and returns when it and every task spawned in the group have ended.
---@async
---@param options? task.group.options How many tasks run, and what a failure does.
---@param body function Called with the group; a failure elsewhere in the group cancels it.
---@return any ... # What the body returned; with on_error="collect" the list of errors instead.
function task.group(options, body) end

---@class (exact) task.map.options
---@field concurrency? integer How many calls run at a time; unlimited unless set.

---Calls `fn(item, index)` for each item of a list, several at a time.
---@async
---@param list any[] The items.
---@param fn function Called in a task of its own for each item.
---@param options? task.map.options How many run at a time.
---@return any[] results # The first result of each call, in the order of the list.
function task.map(list, fn, options) end

---Waits until one of the tasks has ended, cancels the others, and returns or raises as it did.
---@async
---@param members any[] Tasks to wait for; functions are started as tasks.
---@return any ... # What the first task returned.
function task.race(members) end

---@class (exact) task.retry.options
---@field attempts? integer How often it is called at most; 3 unless set.
---@field every? duration The pause after the first failure; 1s unless set.
---@field backoff? number The factor from each pause to the next; 2 unless set.
---@field max? duration The longest pause; 60s unless set.
---@field when? function Called with the error; returns whether to try again. Unless set, no try follows an error with retryable = false, or of the kind usage, deadlock or failed.

---Calls `fn` until it does not fail, with growing, jittered pauses between the attempts.
---@async
---@param fn function Called without arguments.
---@param options? task.retry.options How often, how fast, and after which errors.
---@return any ... # What `fn` returned; the last error is raised.
function task.retry(fn, options) end

---Makes a semaphore: at most `size` holders at a time, the others wait in line.
---@param size integer How many permits there are.
---@return semaphore semaphore # With all its permits free.
function task.semaphore(size) end

---Calls `fn` so that cancellation reaches the task only after it; what is in flight can settle.
---@param fn function The function.
---@param ... any Arguments of the function.
---@return any ... # What the function returned.
function task.shield(fn, ...) end

---Starts a task that belongs to the running one; it first runs at the next wait.
---@param fn function|string What it does; a name may stand before it, for errors and the task tree.
---@param ... any Arguments for fn.
---@return task t # Its handle, with the field name.
function task.spawn(fn, ...) end

---Runs `fn` in a task with a time limit; then cancels it and raises an error of kind "timeout".
---@async
---@param duration duration The time it may take.
---@param fn function The task's body.
---@param ... any Arguments of the body.
---@return any ... # What the body returned.
function task.timeout(duration, fn, ...) end

---TCP connections of a script's own.
tcp = {}

---@class (exact) tcp.connects.options
---@field timeout? duration 5s unless set.

---Tells whether a TCP port accepts a connection, which is closed again.
---@async
---@param hostname string A name or an address.
---@param port integer 1 to 65535.
---@param options? tcp.connects.options How to try.
---@return boolean connects # Whether it does.
---@return string? reason # Why it does not.
function tcp.connects(hostname, port, options) end

---Zenlayer Elastic Compute.
zec = {}

---An instance, with the API's own fields. Each can be nil but instanceId and status; the cloud may send others as well.
---@class zec.instance
---@field instanceId string The id, always a string.
---@field instanceName? string The name.
---@field status string RUNNING, STOPPED, REBOOT, …; zecscript help status lists the words.
---@field tags? table<string, string> The tags, by key: instance.tags.role.
---@field zoneId? string The zone, such as asia-east-1a.
---@field timeZone? string The time zone of its clock.
---@field placementGroupId? string The placement group.
---@field resourceGroupId? string The resource group.
---@field resourceGroupName? string The name of the resource group.
---@field instanceType? string The type, such as z2a.cpu.1.
---@field cpu? integer The number of cores.
---@field memory? integer The memory, in GiB.
---@field imageId? string The image.
---@field imageName? string The name of the image.
---@field systemDisk? table diskId, diskSize (GiB), diskCategory.
---@field dataDisks? table[] diskId, diskName, diskSize (GiB), diskCategory.
---@field keyId? string The SSH key.
---@field enableAgent? boolean Whether the cloud's agent runs in it, which zec.exec needs.
---@field enableAgentMonitor? boolean Whether the agent reports figures.
---@field publicIpAddresses? string[] The public addresses.
---@field privateIpAddresses? string[] The private addresses.
---@field nics? table[] The network interfaces.
---@field nicNetworkType? string Auto, FailOver, VirtioOnly or VfOnly.
---@field subnetId? string The subnet of the primary interface.
---@field securityGroupId? string The security group of the primary interface.
---@field loadBalancerIds? string[] The load balancers that it is behind.
---@field enableIpForward? boolean Whether it forwards packets.
---@field createTime? string When it was made: 2026-01-05T09:00:00Z.
---@field expiredTime? string When it expires.
---@field instanceOptions? table nestedVirtualization.

---The answer of the cloud to a write: each id is in exactly one of accepted, refused and unknown.
---@class zec.answer
---@field accepted string[] The ids that the cloud accepted; they are not yet done.
---@field refused zec.refusal[] The ids that the cloud refused, each with the reason.
---@field unknown string[] The ids whose result is not known; look at them.
---@field unknown_cause? string Why the result is not known.
---@field request_ids string[] The cloud's names for the requests.

---An instance that the cloud refused.
---@class zec.refusal
---@field id string The id.
---@field code string The cloud's code.
---@field message string The cloud's message.
---@field retryable boolean Whether the same request may succeed later.

---The kernel's boot ids, which differ after every boot: the best proof of a reboot.
---@async
---@param ids string[] Which instances; any number, each taken once.
---@return table<string, string> boot_ids # By id; nothing for one without an agent, or on a cloud without the service: unknown, never proof.
function zec.boot_id(ids) end

---@class (exact) zec.call.options
---@field service? string zec unless set.
---@field version? string That of the service unless set.

---Performs any action of the API; only those named Describe… are repeated after a failure.
---@async
---@param action string Its name: DescribeInstances.
---@param parameters? table Its parameters, by the API's own names.
---@param options? zec.call.options Where.
---@return table response # The response object; null is json.null.
function zec.call(action, parameters, options) end

---Gives an iterator over all instances that fit a filter, one page of them at a time.
---@param filter? table As for `zec.instances`.
---@return fun(): zec.instance[]? pages # For `for page in zec.each_instance{…} do`; it waits.
function zec.each_instance(filter) end

---@class (exact) zec.exec.options
---@field timeout? duration In each instance, 1s to 60s; 30s unless set.
---@field repeatable? boolean Whether it may run twice: then a refusal for one instance does not keep the others from running it.

---Runs a shell script inside instances, through the cloud's agent.
---@async
---@param ids string[] Which instances; any number, each taken once.
---@param shell string The script, at most 16,384 characters.
---@param options? zec.exec.options How.
---@return table<string, { status: string, exit_code: integer?, stdout: string, stderr: string }> results # By id; status is Success, Failed, Timeout, Error, Refused or Unknown.
function zec.exec(ids, shell, options) end

---@class (exact) zec.instances.options
---@field instanceIds? string[] Only these.
---@field zoneId? string The zone.
---@field imageId? string The image.
---@field instanceType? string The type.
---@field instanceTypeSeries? string The series of types.
---@field ipv4Address? string An IPv4 address.
---@field ipv6Address? string An IPv6 address.
---@field status? string The status.
---@field name? string A part of the name.
---@field resourceGroupId? string The resource group.
---@field tagKeys? string[] Tags that must be there.
---@field tags? table Tags and their values: {role="web"}.

---All instances that match, each once.
---@async
---@param filter zec.instances.options Conditions that must all hold; {} for every instance.
---@return zec.instance[] instances # Their rows: instanceId, instanceName, zoneId, status, …; zecscript help instance lists the fields.
function zec.instances(filter) end

---What the provider itself is about to do to instances.
---@async
---@return table[] alerts # The API's own fields: instanceId, impact, startTime, endTime, status.
function zec.maintenance() end

---A blocker for rolling: a reason while the provider maintains one of the instances, or is about to within the hour.
---@async
---@param ids string[] Which instances.
---@return string? reason # nil where nothing is announced.
function zec.no_provider_maintenance(ids) end

---@class (exact) zec.reboot.options
---@field force? boolean Reboots instances that are starting or rebooting as well.
---@field within? duration Not sent any more after this time, when the cloud asks to slow down: what was decided may be wrong by then.
---@field again? boolean Reboots instances even if the result of an earlier request of the last day is unknown.

---Asks the cloud to reboot instances, once and never again, in requests of at most 100; recorded before it is sent.
---@async
---@param ids string[] Which instances; any number, each taken once.
---@param options? zec.reboot.options How.
---@return zec.answer outcome # Each id is in exactly one of the first three: accepted is not yet done, unknown must be looked at.
function zec.reboot(ids, options) end

---Asks the cloud to start stopped instances.
---@async
---@param ids string[] Which instances; any number, each taken once.
---@return zec.answer outcome # Each id is in exactly one of the first three: accepted is not yet done, unknown must be looked at.
function zec.start(ids) end

---What instances are doing; what several tasks ask at once goes into common requests.
---@async
---@param ids string|string[] One id, or an array of them.
---@return string|table<string, string> status # The status of one id, or a map from id to status; NOT_FOUND if the cloud does not know the id.
function zec.status(ids) end

---@class (exact) zec.stop.options
---@field force? boolean As if the power failed.

---Asks the cloud to stop instances, in an orderly way unless forced.
---@async
---@param ids string[] Which instances; any number, each taken once.
---@param options? zec.stop.options How.
---@return zec.answer outcome # Each id is in exactly one of the first three: accepted is not yet done, unknown must be looked at.
function zec.stop(ids, options) end

---How long an instance has been up, as the monitoring last saw it.
---@async
---@param id string The instance id.
---@return number? seconds # nil where there is no sample of the last ten minutes.
---@return string? measured_at # When, as the API writes it, in UTC.
---@return number? age # Seconds since then, by the cloud's clock.
function zec.uptime(id) end

---@class (exact) zec.wait.options
---@field timeout? duration 10m unless set.
---@field every? duration Between two looks, 5s unless set.
---@field left? boolean Counts only once it was seen in another status first.

---Waits until instances have a status; an error of a read decides nothing, only time does.
---@async
---@param ids string[] Which instances; any number, each taken once.
---@param status string The status: "RUNNING".
---@param options? zec.wait.options How long, and what counts.
---@return { reached: string[], left: string[] } seen # The ids of the instances that have the status, and of those that were seen in another status. A time-out raises an error of kind timeout that also has pending and lost, maps from id to status.
function zec.wait(ids, status, options) end

---The zones that instances can be in.
---@async
---@return table[] zones # The API's own fields: zoneId, regionId, timeZone, ….
function zec.zones() end

---@class channel
local channel_object = {}

---Ends sending; what was sent before is still received, and after it nil.
function channel_object:close() end

---Gives an iterator that receives until the channel is closed and empty.
---@return fun(): any iterator # For `for value in channel:each() do`; it waits.
function channel_object:each() end

---Takes the value that has been longest in the channel, waiting for one.
---@async
---@param timeout? duration How long to wait; then an error of kind "timeout" is raised; for ever unless set.
---@return any value # Nil once the channel is closed and empty.
function channel_object:receive(timeout) end

---Puts a value into the channel, waiting for room; raises kind "closed" when it is closed.
---@async
---@param value any Anything but nil.
---@param timeout? duration How long to wait; then an error of kind "timeout" is raised; for ever unless set.
function channel_object:send(value, timeout) end

---@class event
local event_object = {}

---Clears the event, so that tasks wait for it again.
function event_object:clear() end

---Tells whether the event is set.
---@return boolean set # Whether it is set.
function event_object:is_set() end

---Sets the event and lets all who wait for it go on.
function event_object:set() end

---Waits until the event is set.
---@async
---@param timeout? duration How long to wait; then an error of kind "timeout" is raised; for ever unless set.
function event_object:wait(timeout) end

---@class group
local group_object = {}

---Starts a task in the group, as soon as the group's limit allows.
---@async
---@param fn function|string The task's body; or its name, and then its body.
---@param ... any Arguments of the body.
---@return task task # The new task.
function group_object:spawn(fn, ...) end

---@class permit
local permit_object = {}

---Gives a permit back; doing so twice is harmless.
function permit_object:release() end

---@class semaphore
local semaphore_object = {}

---Takes a permit, waiting in line for one.
---@async
---@param timeout? duration How long to wait; then an error of kind "timeout" is raised; for ever unless set.
---@return permit permit # To be released, or declared `local permit <close>`.
function semaphore_object:acquire(timeout) end

---Takes a permit if one is free now.
---@return permit? permit # Nil when none is free.
function semaphore_object:try_acquire() end

---Calls `fn` with a permit held.
---@async
---@param fn function Called once a permit is free.
---@param ... any Arguments of `fn`.
---@return any ... # What `fn` returned.
function semaphore_object:with(fn, ...) end

---@class task
---@field name string
local task_object = {}

---Asks a task and all that belong to it to end: every wait of theirs raises from now on.
---@param reason? string Why, for the error's message.
function task_object:cancel(reason) end

---What a task is doing.
---@return "ready"|"running"|"waiting"|"closing"|"done"|"failed"|"cancelled" status # closing: its function has ended, its children have not.
function task_object:status() end

---Waits until the task has ended; returns what it returned, or raises its error.
---@async
---@param timeout? duration How long at most; then an error of kind timeout.
---@return any ... # What the task's function returned.
function task_object:wait(timeout) end

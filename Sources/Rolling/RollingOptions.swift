import Lua
import Modules

/// Every option of a rolling specification.
enum RollingOptions {
    static let all: [RollingOption] = groups.flatMap(\.options)

    /// The options in the groups and the order in which a command line lists them.
    static let groups: [(title: String, options: [RollingOption])] = [
        ("Which instances, and in which order:", selection), ("Pace:", pace),
        ("Taking out of load:", hooks),
        ("Proof of a reboot:", proof), ("Health:", health), ("When to stop:", stopping),
        ("Time:", timing), ("Messages and reports:", telling),
    ]

    private static let selection: [RollingOption] = [
        .of(.text, "name", "The name of the roll, in messages, reports and the journal.").flag("roll-name")
            .required,
        .of(
            .list, "instances",
            "Which instances: ids, or rows of zec.instances. Exactly one of instances, instances_file and filter."
        ).onlyInLua,
        .of(
            .text, "instances_file", "A file with ids, separated by spaces or line ends; - is standard input."
        ).flag("ids-file", "FILE"),
        .of(.table, "filter", "A filter as for zec.instances; {} for every instance there is.")
            .fields(of: InstanceDeclaration.filter).onlyInLua,
        .of(
            .flag, "allow_missing",
            "Leaves out ids that the cloud does not know; otherwise such an id refuses the roll."
        ).unless(false),
        .of(
            .flag, "allow_empty",
            "Allows an empty selection, which ends with 0; otherwise it refuses the roll."
        ).unless(false),
        .table(
            "expect",
            "The number of instances that the selection must have; any other number refuses the roll.",
            [
                .of(.count, "min", "The smallest number of selected instances."),
                .of(.count, "max", "The largest number of selected instances."),
            ]),
        .of(.positive, "max_targets", "The limit of selected instances; more refuse the roll.")
            .unless(500),
        .of(
            .listOrFunction, "exclude",
            "Ids, names or rows of instances to leave out; an unknown one refuses the roll, unless allow_missing is set."
        ).alsoFunction("or a function of (id, row) that returns true for an instance to leave out").ofIDAndRow
            .flag(
                "exclude", "ID"),
        .of(
            .function, "only_if",
            "A function of (id, row), called right before each reboot: true reboots, false skips. Any other result, and any error, is a failure."
        ).ofIDAndRow,
        .of(
            .time, "skip_if_booted_since",
            "Skips instances that booted within this time, as the monitoring shows; without data of the monitoring they are rebooted."
        ),
        .choiceOrFunction(
            "order", ["group,name", "as_given", "unhealthy_first", "shuffle"],
            "The order: by zone and name, as given, unhealthy instances first, or random."
        ).alsoFunction("or a function of two rows that returns whether the first goes before the second")
            .ofTwoRows,
    ]

    private static let pace: [RollingOption] = [
        .choice(
            "mode", ["batch", "rolling"],
            "Batch after batch, or the next instance as soon as another is back."),
        .of(
            .amounts, "batch_size",
            "The number of instances in a batch: a number, a share such as 10%, or a ramp such as 1, 5%, 10% whose last value repeats. First 1 and then max_unavailable unless set."
        ),
        .of(
            .amount, "max_unavailable",
            "The limit of instances down at once; instances that are down already count. A share is rounded down, to at least 1."
        ).unless(1),
        .of(
            .amount, "min_healthy",
            "The number of instances that must stay up. A share is rounded up. The stricter of this and max_unavailable holds."
        ),
        .of(
            .textOrFunction, "group_by",
            "The group of an instance: a field of its row, or a tag as tags.rack."
        ).alsoFunction("or a function of (id, row) that returns the group").ofIDAndRow.flag(
            "group-by", "FIELD"),
        .of(.positive, "max_unavailable_per_group", "The limit of instances of one group down at once."),
        .choice(
            "group_order", ["interleave", "sequential", "as_ordered"],
            "One instance of each group in turn, group after group, or as order says."),
        .of(.duration, "stagger", "The pause between two reboots of one batch.").unless("0s"),
        .of(
            .duration, "start_jitter",
            "Waits a random time up to this before the roll begins: for cron on many hosts."
        ).unless("0s"),
        .table(
            "canary", "A first batch of its own, which is watched for longer.",
            [
                .of(.amount, "size", "The number of instances in the first batch.").unless(1),
                .of(
                    .duration, "bake_time",
                    "How long the first batch must stay healthy before the next batch."
                ).unless(
                    "5m"),
                .of(
                    .textOrFunction, "approve",
                    "The approval after the first batch: a file that appears."
                ).alsoFunction("or a function of the reason that returns true").flag(
                    "canary-approve", "FILE"),
            ]
        ).asSwitch,
    ]

    private static let hooks: [RollingOption] = [
        .of(
            .function, "drain",
            "A function of (id, row) that takes an instance out of load before its reboot. It may wait, and raises an error if it fails."
        ).ofIDAndRow.with("undrain"),
        .of(
            .function, "undrain",
            "A function of (id, row) that puts an instance back into load when it is healthy, or when it was not rebooted."
        ).ofIDAndRow.with("drain"),
        .of(.time, "drain_timeout", "The time limit of drain and of undrain.").unless("5m").onlyInLua,
        .choice(
            "on_drain_timeout", ["skip", "abort", "force"],
            "If draining fails: skip the instance, fail it, or reboot it all the same."
        ).onlyInLua,
    ]

    private static let proof: [RollingOption] = [
        .choiceOrFunction(
            "verify", ["any", "boot_id", "uptime", "status", "health"],
            "What proves a reboot: any of status and boot id, the boot id, the uptime, the status alone, or a failing health check."
        ).alsoFunction("or a function of (id, row) whose result must differ afterwards; nil means unknown")
            .ofIDAndRow,
        .choice(
            "on_unverified", ["uncertain", "accept"],
            "The outcome of an instance without proof of its reboot."),
        .of(.time, "leave_timeout", "The time limit until an instance leaves RUNNING.").unless(
            "3m"),
        .of(.time, "reboot_timeout", "The time limit until an instance is RUNNING again.").unless(
            "10m"),
        .of(.time, "observe_time", "How long an instance is watched if its request got no clear answer.")
            .unless("2m"),
        .of(
            .count, "ambiguous_retry",
            "How often a reboot is requested again if it is proven that the instance did not reboot."
        ).unless(0),
        .of(
            .time, "late_effect",
            "For how long the cloud may still carry out a request without a clear answer."
        ).unless("5m"),
        .table(
            "escalate", "Forces a second reboot of instances that do not come back; off unless set.",
            [
                .of(.time, "after", "The time from the first request until an instance is forced.").unless(
                    "5m"),
                .of(.positive, "max", "The limit of forced instances.").unless(1),
            ]
        ).asSwitch,
    ]

    private static let health: [RollingOption] = [
        .table(
            "health_check",
            "The check that an instance must pass before it is done: exactly one of http, tcp, command and fn.",
            [
                .of(.url, "http", "A URL that must answer 2xx; %s stands for the instance's address.").flag(
                    "health-url", "URL"),
                .of(.port, "tcp", "A port that must accept connections.").flag("health-port"),
                .of(
                    .text, "command",
                    "A shell command that must end with 0 in the instance, through the cloud's agent."
                ).flag("health-command", "COMMAND"),
                .of(
                    .function, "fn",
                    "A function of (id, row) that must return true; a second result is the reason."
                ).ofIDAndRow,
                .of(.time, "interval", "The time between two checks of an instance.").unless("5s"),
                .of(
                    .time, "request_timeout",
                    "The time limit of one check over http or tcp."
                ).unless("5s"),
                .of(.time, "timeout", "The time limit until a RUNNING instance is healthy.")
                    .unless("5m"),
                .of(
                    .positive, "consecutive",
                    "The number of good checks in a row that make an instance healthy."
                ).unless(3),
            ]
        ).flag("health"),
        .of(
            .duration, "min_healthy_time",
            "How long an instance must stay healthy before it goes back into load."
        )
        .unless("10s"),
        .of(
            .duration, "bake_time",
            "How long the roll watches all rebooted instances after each batch, the last batch too."
        )
        .unless("30s"),
    ]

    private static let stopping: [RollingOption] = [
        .of(.count, "max_failures", "The limit of failed and uncertain instances; one more stops the roll.")
            .unless(
                0),
        .of(
            .share, "max_fail_percent",
            "The same limit as a share of the selection; it replaces max_failures unless both are set."
        ),
        .of(.count, "max_failures_per_batch", "The limit of failures in one batch."),
        .of(.count, "max_consecutive_failures", "The limit of failures in a row."),
        .choice(
            "on_failure", ["stop", "pause", "continue"],
            "If a limit is exceeded: stop, wait for an approval, or continue. Instances in flight are always finished."
        ),
        .of(.time, "pause_timeout", "The time limit of a pause; then the roll stops.").unless("1h"),
        .of(
            .textOrFunction, "approve",
            "The approval of a pause or a checkpoint: a file that appears."
        ).alsoFunction("or a function of the reason that returns true").flag("approve", "FILE"),
        .table(
            "checkpoint", "Points at which the roll waits for an approval; without it, the roll stops.",
            [
                .of(.amounts, "at", "After which share or number of instances: 10%, 50%.").required,
                .of(
                    .textOrFunction, "approve",
                    "The approval of a checkpoint: a file that appears; approve unless set."
                ).alsoFunction("or a function of the reason that returns true").flag(
                    "checkpoint-approve", "FILE"),
                .of(.time, "timeout", "The time limit of the wait at a checkpoint.").unless("1h"),
                .choice(
                    "on_timeout", ["stop", "continue"],
                    "What happens at a checkpoint without an approval in time."),
            ]),
    ]

    private static let timing: [RollingOption] = [
        .table(
            "window",
            "The hours in which a roll may begin reboots; a window belongs to the day on which it opens.",
            [
                .of(.texts, "days", "The days on which it opens: Tue, Thu; every day unless set.").form(
                    .weekday),
                .of(.text, "start", "When it opens: 02:00.").flag("window-start", "HH:MM").form(.timeOfDay)
                    .required,
                .of(.time, "duration", "For how long it is open.").required,
                .of(.text, "tz", "The name of its time zone: Europe/Paris.").flag("window-tz", "ZONE")
                    .form(.timeZone).required,
                .of(
                    .time, "cutoff",
                    "How long before its end no reboot begins; unless set, the p95 of the roll's reboots, and reboot_timeout before there is one."
                ),
                .of(.texts, "dates", "The only dates on which it opens: 2026-12-01.").form(.date),
                .of(.texts, "exclude_dates", "The dates on which it does not open.").form(.date),
            ]),
        .choice(
            "outside", ["exit", "wait"],
            "Outside the window: exit, so that the next start continues, or wait until it opens."),
        .of(
            .time, "deadline",
            "The time limit for beginning reboots. A roll that continues in another process has the whole time again."
        ),
        .choice(
            "resume", ["auto", "never", "changed"],
            "If the last roll of this name is open: continue it if options and selection are the same, begin a new roll, or continue it with other options or another access key."
        ),
        .of(
            .time, "resume_within",
            "For how long after its beginning a roll continues by itself; later, only with zecscript resume."
        ).unless("7d"),
        .of(
            .functions, "blockers",
            "Functions of the list of ids that are still to go, called before each batch: true, a reason or an error blocks the batch. zec.no_provider_maintenance is such a function."
        ),
        .of(.time, "blocker_retry", "The time between two calls of a blocker.").unless("30s"),
        .of(
            .time, "blocker_deadline",
            "The time limit of a wait for blockers, for room and for answers; then the roll stops."
        ).unless("1h"),
        .table(
            "poll", "How often the cloud is asked for statuses.",
            [
                .of(.time, "leave", "The time between two requests while instances should leave RUNNING.")
                    .unless("1s"),
                .of(
                    .time, "up",
                    "The time between two requests while instances boot; the first comes when nine in ten were back before."
                )
                .unless("5s"),
                .of(.time, "max", "The longest time between two requests, for slow instances.").unless("15s"),
            ]
        ).unless(.table(LuaTable([:]))),
    ]

    private static let telling: [RollingOption] = [
        .of(
            .urlOrFunction, "notify",
            "Where notifications go: a URL that takes Slack's JSON. They never delay the roll."
        ).alsoFunction("or a function of the event").flag("notify", "URL"),
        .of(.text, "report", "A file for the whole report, as JSON.").flag("report", "FILE"),
        .of(
            .text, "remaining",
            "A file for the ids of the instances that are not done, one a line; empty if every instance is done. Instances that the script left out are not in it."
        ).flag("remaining", "FILE"),
        .of(.text, "require_plan", "The hash of the plan; any other plan refuses the roll.").flag(
            "require-plan", "HASH"),
    ]
}

import Lua

/// Every option of a rolling specification.
enum RollingOptions {
    static let all: [RollingOption] = groups.flatMap(\.options)

    /// The options as a command line lists them.
    static let groups: [(title: String, options: [RollingOption])] = [
        ("Which of them, and in which order:", selection), ("How fast:", pace),
        ("Taking out of load:", hooks),
        ("What proves a reboot:", proof), ("What counts as well:", health), ("When to stop:", stopping),
        ("When, and how often to look:", timing), ("What is told:", telling),
    ]

    private static let selection: [RollingOption] = [
        .of(.text, "name", "What the roll is called, in messages and reports.").flag("roll-name").required,
        .of(
            .list, "instances",
            "Which instances: ids, or rows of zec.instances. Exactly one of instances, instances_file and filter."
        ).onlyInLua,
        .of(
            .text, "instances_file", "A file with ids, separated by spaces or line ends; - is standard input."
        ).flag("ids-file", "FILE"),
        .of(.table, "filter", "A filter as for zec.instances; {} for every instance there is.").onlyInLua,
        .of(
            .flag, "allow_missing",
            "Leaves out ids that the cloud doesn't know; otherwise they refuse the roll."
        ).unless(false),
        .of(
            .flag, "allow_empty",
            "Calls it well where nothing is to do; otherwise an empty selection refuses the roll."
        ).unless(false),
        .table(
            "expect", "How many instances the selection must have; anything else refuses the roll.",
            [
                .of(.count, "min", "At least so many instances must be selected."),
                .of(.count, "max", "At most so many instances may be selected."),
            ]),
        .of(.positive, "max_targets", "More instances than this refuse the roll, whatever is expected.")
            .unless(500),
        .of(
            .listOrFunction, "exclude",
            "Ids, names or rows that are left out; one that the cloud doesn't know refuses the roll, unless allow_missing."
        ).alsoFunction("or a function of (id, row) that answers true for those").flag("exclude", "ID"),
        .of(
            .function, "only_if",
            "Called with (id, row) right before each reboot: true to go on, false to skip. Anything else, and any error, is a failure."
        ),
        .of(
            .time, "skip_if_booted_since",
            "Skips those that the monitoring shows to have booted within this time; where it shows nothing, they are rebooted."
        ),
        .choiceOrFunction(
            "order", ["group,name", "as_given", "unhealthy_first", "shuffle"],
            "Who goes first: by zone and name, as given, those that are not well first, or by chance."
        ).alsoFunction("or a function of two rows that answers whether the first goes before the second"),
    ]

    private static let pace: [RollingOption] = [
        .choice("mode", ["batch", "rolling"], "Batch after batch, or as one comes back the next one goes."),
        .of(
            .amounts, "batch_size",
            "How many at a time: a number, a share such as 10%, or a ramp such as 1, 5%, 10% whose last value repeats. First 1 and then max_unavailable unless set."
        ),
        .of(
            .amount, "max_unavailable",
            "How many may be down at once, counting those that are down already. A share is rounded down, to at least 1."
        ).unless(1),
        .of(
            .amount, "min_healthy",
            "How many must stay up. A share is rounded up. The stricter of this and max_unavailable holds."),
        .of(
            .textOrFunction, "group_by",
            "What makes a group: a field of the row, or a tag as tags.rack."
        ).alsoFunction("or a function of (id, row) that answers the group").flag("group-by", "FIELD"),
        .of(.positive, "max_unavailable_per_group", "How many of one group may be down at once."),
        .choice(
            "group_order", ["interleave", "sequential", "as_ordered"],
            "One of each group in turn, group after group, or as the order has it."),
        .of(.duration, "stagger", "The time between two reboots of one batch.").unless("0s"),
        .of(
            .duration, "start_jitter",
            "Waits up to so long, by chance, before it begins: for cron on many hosts."
        ).unless("0s"),
        .table(
            "canary", "A first batch of its own, that is watched for longer.",
            [
                .of(.amount, "size", "How many instances the first batch has.").unless(1),
                .of(.duration, "bake_time", "How long the first batch is watched before the next.").unless(
                    "5m"),
                .of(
                    .textOrFunction, "approve",
                    "Who must approve after the first batch: a file that appears."
                ).alsoFunction("or a function of the reason that answers true").flag(
                    "canary-approve", "FILE"),
            ]
        ).asSwitch,
    ]

    private static let hooks: [RollingOption] = [
        .of(
            .function, "drain",
            "Takes an instance out of load before its reboot; called with (id, row). May wait, and raises where it fails."
        ),
        .of(
            .function, "undrain",
            "Puts an instance back that is well again, or that was not rebooted after all; called with (id, row)."
        ),
        .of(.time, "drain_timeout", "How long each of the two may take.").unless("5m").onlyInLua,
        .choice(
            "on_drain_timeout", ["skip", "abort", "force"],
            "When draining fails: leave the instance alone, call it failed, or reboot it all the same."
        ).onlyInLua,
    ]

    private static let proof: [RollingOption] = [
        .choiceOrFunction(
            "verify", ["any", "boot_id", "uptime", "status", "health"],
            "What proves that an instance rebooted: that the status left RUNNING or the boot id changed, the boot id, the uptime, the status alone, or the health check seen failing."
        ).alsoFunction("or a function of (id, row) whose answer must differ afterwards, nil being unknown"),
        .choice(
            "on_unverified", ["uncertain", "accept"],
            "What one is called that nothing proves to have rebooted."),
        .of(.time, "leave_timeout", "How long an instance may take until it is seen leaving RUNNING.").unless(
            "3m"),
        .of(.time, "reboot_timeout", "How long an instance may take until it is RUNNING again.").unless(
            "10m"),
        .of(.time, "observe_time", "How long one is watched whose request got no clear answer.").unless("2m"),
        .of(
            .count, "ambiguous_retry",
            "How often one is asked again of which it is proven that it did not reboot."
        ).unless(0),
        .of(
            .time, "late_effect",
            "How long after a request without a clear answer the cloud may still carry it out."
        ).unless("5m"),
        .table(
            "escalate", "Forces those that do not come back with a second reboot; off unless set.",
            [
                .of(.time, "after", "How long after its first request an instance is forced.").unless("5m"),
                .of(.positive, "max", "How many instances are forced at most.").unless(1),
            ]
        ).asSwitch,
    ]

    private static let health: [RollingOption] = [
        .table(
            "health_check",
            "What must hold before an instance is done: exactly one of http, tcp, command and fn.",
            [
                .of(.url, "http", "A URL that must answer 2xx; %s is the instance's address.").flag(
                    "health-url", "URL"),
                .of(.port, "tcp", "A port that must accept connections.").flag("health-port"),
                .of(
                    .text, "command",
                    "A shell command that must end with 0 in the instance, through the cloud's agent."
                ).flag("health-command", "COMMAND"),
                .of(
                    .function, "fn",
                    "A function of (id, row) that must answer true; a second answer is the reason."),
                .of(.time, "interval", "The time between two questions for health.").unless("5s"),
                .of(
                    .time, "request_timeout",
                    "How long one answer over http or tcp may take, before a reboot and after it."
                ).unless("5s"),
                .of(.time, "timeout", "How long an instance may take to be healthy once it is RUNNING.")
                    .unless("5m"),
                .of(.positive, "consecutive", "How many good answers in a row it takes.").unless(3),
            ]
        ).flag("health"),
        .of(.duration, "min_healthy_time", "How long an instance must stay well before it is put back.")
            .unless("10s"),
        .of(.duration, "bake_time", "How long everything is watched after each batch, the last one too.")
            .unless("30s"),
    ]

    private static let stopping: [RollingOption] = [
        .of(.count, "max_failures", "How many may fail, or end as uncertain, before the roll stops.").unless(
            0),
        .of(
            .share, "max_fail_percent",
            "The same limit as a share of the selection; it takes the place of max_failures unless both are set."
        ),
        .of(.count, "max_failures_per_batch", "How many of one batch may fail."),
        .of(.count, "max_consecutive_failures", "How many in a row may fail."),
        .choice(
            "on_failure", ["stop", "pause", "continue"],
            "When a limit is exceeded: stop, wait for approval, or go on. What is in flight is always finished."
        ),
        .of(.time, "pause_timeout", "How long approval is waited for; then the roll stops.").unless("1h"),
        .of(
            .textOrFunction, "approve",
            "Who approves a pause or a checkpoint: a file that appears."
        ).alsoFunction("or a function of the reason that answers true").flag("approve", "FILE"),
        .table(
            "checkpoint", "Points at which somebody must approve; nobody does, and the roll stops.",
            [
                .of(.amounts, "at", "After how many somebody must approve: 10%, 50%.").required,
                .of(
                    .textOrFunction, "approve",
                    "Who approves at a checkpoint: a file that appears; approve unless set."
                ).alsoFunction("or a function of the reason that answers true").flag(
                    "checkpoint-approve", "FILE"),
                .of(.time, "timeout", "How long approval is waited for at a checkpoint.").unless("1h"),
                .choice(
                    "on_timeout", ["stop", "continue"], "What happens when nobody approved a checkpoint."),
            ]),
    ]

    private static let timing: [RollingOption] = [
        .table(
            "window", "When reboots may be asked for; it belongs to the day on which it opens.",
            [
                .of(.texts, "days", "On which days it opens: Tue, Thu; every day unless set."),
                .of(.text, "start", "When it opens: 02:00.").flag("window-start", "HH:MM").required,
                .of(.time, "duration", "For how long it is open.").required,
                .of(.text, "tz", "Its time zone by name: Europe/Paris.").flag("window-tz", "ZONE").required,
                .of(
                    .time, "cutoff",
                    "How long before its end nothing is begun any more; measured unless set: what 95 in 100 instances took, and reboot_timeout before anything is measured."
                ),
                .of(.texts, "dates", "It opens only on these dates: 2026-12-01."),
                .of(.texts, "exclude_dates", "It does not open on these dates."),
            ]),
        .choice(
            "outside", ["exit", "wait"],
            "Outside the window: end, so that cron takes it up again, or wait until it opens."),
        .of(
            .time, "deadline",
            "How long the roll may take; then nothing is begun any more. A roll that goes on in another process has the whole time again."
        ),
        .choice(
            "resume", ["auto", "never", "changed"],
            "When the last roll of this name is open: go on with it if its options and its selection are these, begin a new one, or go on with it by other options, and with another access key."
        ),
        .of(
            .time, "resume_within",
            "How long after its beginning a roll goes on by itself; later, that must be asked for."
        ).unless("7d"),
        .of(
            .functions, "blockers",
            "Functions of the list of ids that are still to go, asked before each batch; true or a reason blocks, and so does an error. zec.no_provider_maintenance is one."
        ),
        .of(.time, "blocker_retry", "How long until a blocker is asked again.").unless("30s"),
        .of(
            .time, "blocker_deadline",
            "How long the roll waits for blockers, for room, and for answers; then it stops."
        ).unless("1h"),
        .table(
            "poll", "How often the cloud is asked for statuses.",
            [
                .of(.time, "leave", "The time between two looks while instances should be leaving RUNNING.")
                    .unless("1s"),
                .of(
                    .time, "up",
                    "The same while they boot; the first look is as late as nine in ten needed before."
                )
                .unless("5s"),
                .of(.time, "max", "The most between two looks, for those that take long.").unless("15s"),
            ]
        ).unless(.table(LuaTable([:]))),
    ]

    private static let telling: [RollingOption] = [
        .of(
            .urlOrFunction, "notify",
            "Who is told: a URL that takes Slack's JSON. It never delays the roll."
        ).alsoFunction("or a function of the event").flag("notify", "URL"),
        .of(.text, "report", "A file for the whole report as JSON.").flag("report", "FILE"),
        .of(
            .text, "remaining",
            "A file for the ids of the instances that are not done, one a line, without those that the script left out; empty when every instance is done."
        ).flag("remaining", "FILE"),
        .of(.text, "require_plan", "The plan's hash; another plan refuses the roll.").flag(
            "require-plan", "HASH"),
    ]
}

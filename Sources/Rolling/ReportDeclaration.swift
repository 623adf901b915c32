import ScriptRuntime

/// The report of a roll, as `rolling.reboot` returns it and the report file has it.
enum ReportDeclaration {
    static let all = [report, totals, instance, evidence, decision, stop]

    static let report = RecordDeclaration(
        "rolling.report", "The report of a roll.", noun: "the report of a roll",
        fields: [
            Field("name", "string", "The name of the roll."),
            Field("exit_code", "integer", "How the roll ended; zecscript help exit-codes lists the codes."),
            Field("stopped", "rolling.stop", "What stopped the roll.", optional: true),
            Field("totals", "rolling.totals", "The number of instances with each outcome."),
            Field("began_at", "string", "UTC, such as 2026-01-06T01:05:00Z."),
            Field("ended_at", "string", "UTC."),
            Field("seconds", "number", "How long the roll took."),
            Field("max_unavailable", "integer", "The limit of instances that are down at once."),
            Field("peak_unavailable", "integer", "The most instances that were down at once."),
            Field("plan_hash", "string", "The hash of the plan."),
            Field(
                "requests", "table<string, integer>", "The number of requests of the last process, by action."
            ),
            Field("decisions", "rolling.decision[]", "Waits, stops and approvals, in order."),
            Field("versions", "table<string, string>", "Of zecscript, lua and tzdata."),
            Field("instances", "rolling.outcome[]", "What became of each instance."),
            Field(
                "recorded", "boolean", "true for the report of an earlier process of the same execution.",
                optional: true),
            Field("not_run", "string", "Why the roll was refused; only in the file.", optional: true),
            Field("dry_run", "boolean", "true if nothing was rebooted because of --dry-run.", optional: true),
            Field("plan", "table", "The plan, of a dry run only.", optional: true),
        ])

    static let totals = RecordDeclaration(
        "rolling.totals", "The number of instances with each outcome.", noun: "the table of totals",
        fields: [
            Field("done", "integer", "Rebooted, with evidence."),
            Field("failed", "integer", "Rebooted or tried, and not well."),
            Field("uncertain", "integer", "It is not known what happened."),
            Field("skipped", "integer", "Left out."),
            Field("not_started", "integer", "Not touched."),
        ])

    static let instance = RecordDeclaration(
        "rolling.outcome", "What became of an instance in a roll.", noun: "an instance of a report",
        fields: [
            Field("id", "string", "The id."),
            Field("name", "string", "The name."),
            Field("group", "string", "The group of group_by.", optional: true),
            Field("outcome", "string", "done, failed, uncertain, skipped or not_started."),
            Field("reason", "string", "Why; nil for most instances that are done.", optional: true),
            Field(
                "phases", "table[]", "Its steps: step, at (seconds since the beginning of the roll), reason."),
            Field("evidence", "rolling.evidence", "What was seen before and after the reboot."),
            Field("left_drained", "boolean|string", "Whether it is still out of load.", optional: true),
        ])

    private static let evidence = RecordDeclaration(
        "rolling.evidence", "What was seen of an instance before and after its reboot.",
        noun: "the evidence of a report",
        fields: [
            Field("before", "any", "The boot id or the other value before.", optional: true),
            Field("after", "any", "The same, after.", optional: true),
            Field("proof", "string", "What proves the reboot.", optional: true),
        ], isOpen: true)

    private static let decision = RecordDeclaration(
        "rolling.decision", "A decision of a roll.", noun: "a decision of a report",
        fields: [
            Field("at", "number", "Seconds since the beginning of the roll."),
            Field("text", "string", "A sentence."),
        ], isOpen: true)

    private static let stop = RecordDeclaration(
        "rolling.stop", "What stopped a roll.", noun: "the stop of a report",
        fields: [
            Field("by", "string", "failures, window, deadline, …"),
            Field("reason", "string", "A sentence."),
        ], isOpen: true)

    private typealias Field = RecordDeclaration.Field
}

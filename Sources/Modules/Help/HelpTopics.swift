package import ScriptRuntime

/// The pages of help about terms that several functions share.
package enum HelpTopics {
    package static let all: [HelpTopic] = [
        duration, filter, status, errors, exitCodes, credentials, window, tags, share,
    ]

    private static let duration = HelpTopic(
        "duration", aliases: ["durations", "time"], "How a length of time is written.",
        """
        A duration is a number of seconds, or a text of numbers with units.

          30          30 seconds
          "250ms"     a quarter of a second
          "90s"       90 seconds
          "5m"        5 minutes
          "1h30m"     an hour and a half
          "2d"        two days

        The units are ms, s, m, h and d. Options of the command line take the same texts.
        """)

    private static let filter = HelpTopic(
        "filter", "Which instances zec.instances and a roll select.",
        """
        A filter is a table of conditions; an instance must meet all of them. {} selects every
        instance.

          zec.instances { zoneId = "asia-east-1a", tags = { role = "web" } }
          zec.instances { name = "web", status = "RUNNING" }
          rolling.reboot { filter = { tags = { role = "web" } }, … }

        name matches a part of the name. tags matches tags by key and value, tagKeys by key alone.
        `zecscript help zec.instances` lists every condition. In scripts/rolling.lua the flags are
        --tag KEY=VALUE, --zone ZONE, --name PART and --all.
        """)

    private static let status = HelpTopic(
        "status", aliases: ["statuses"], "The status words of the cloud, and what they mean.",
        """
          RUNNING         It runs. Right after a reboot request this proves nothing.
          REBOOT          It reboots.
          STOPPED         It is powered off.
          BOOTING         It powers on; the cloud also says STARTING.
          STOPPING        It powers off.
          DEPLOYING       It is being made.
          REBUILDING      It is being reinstalled.
          RESIZING        Its type changes; it is STOPPED afterwards.
          IMAGING         An image of it is being made.
          PENDING         A change has not begun yet.
          RELEASING       It is being deleted.
          RECYCLING       It moves to the recycle bin.
          RECYCLE         It is in the recycle bin; the cloud also says RECYCLED.
          CREATE_FAILED   It could not be made.
          REINSTALL_FAILED  It could not be reinstalled.
          NOT_FOUND       The cloud does not know the id.

        A status that this list does not have counts as "in transition": never as success, never as
        loss.
        """)

    private static let errors = HelpTopic(
        "errors", aliases: ["error", "kinds"], "What functions raise, and how a script catches it.",
        """
        Functions raise errors; a script that does not catch one ends with exit code 1. An error is a
        table: kind (a word to match), message (a sentence), where (the line of the script), and for
        the cloud code, status, request_id, retryable and hint.

          local answer, err = try(zec.reboot, ids)
          if err and err:is "timeout" then … end

        The kinds:
          api           The cloud refused the request; code tells why.
          network       The request did not reach the cloud, or its answer did not come back.
          timeout       A limit of time was reached: of a request, of wait or of task.timeout.
          throttled     The cloud answered "too many requests" until the retries were used up.
          protocol      The answer is not one of this API.
          credentials   Credentials are missing, unreadable or refused.
          configuration A setting, such as the endpoint, can't be used.
          usage         A wrong argument or option; nothing was sent.
          unresolved    An earlier reboot request has no answer yet, and was not sent again.
          failed        The script called fail(…).
          locked        Another process works on the roll.
          journal, journal_damaged, journal_unavailable
                        The record of a roll can't be written, read or opened.
          command       A command of this machine failed, or could not be started.
          json          A text is not valid JSON.
          output        Standard output can't be written.
          closed        A channel is closed.
          cancelled     The task was cancelled; try does not catch it.
          rehearsal     Something that a rehearsal does not do.
          deadlock      Every task waits for another.
        """)

    private static let exitCodes = HelpTopic(
        "exit-codes", aliases: ["exit", "codes", "exit-code"], "What the program's exit codes mean.",
        ExitCode.meanings.map { row in
            let code = String(row.code)
            return "  \(code)\(String(repeating: " ", count: max(1, 6 - code.count)))\(row.meaning)"
        }.joined(separator: "\n"))

    private static let credentials = HelpTopic(
        "credentials", aliases: ["credential", "keys"], "Where the program finds its access key.",
        """
        In this order:
          1. --credentials-file FILE, with the profile of --profile or ZENLAYER_PROFILE, or default
          2. --profile NAME: a profile of ~/.zenlayer/credentials.json
          3. ZENLAYER_TOKEN
          4. ZENLAYER_ACCESS_KEY_ID and ZENLAYER_ACCESS_KEY_SECRET
             (or ZENLAYERCLOUD_ACCESS_KEY_ID and ZENLAYERCLOUD_ACCESS_KEY_PASSWORD)
          5. ZENLAYER_PROFILE, or the current profile of ~/.zenlayer/config.json

        The form of the file is that of the Zenlayer command line:

          {
            "default": { "access_key_id": "…", "access_key_secret": "…" },
            "ci":      { "token": "…" }
          }

        The variables leave the environment as the program starts. No secret appears in output.
        """)

    private static let window = HelpTopic(
        "window", aliases: ["windows"], "When a roll may begin batches.",
        """
          window = { days = { "Tue", "Thu" }, start = "02:00", duration = "3h",
                     tz = "Europe/Paris" }

        days            the days on which it opens, "Tue" or "Tuesday"; every day unless set
        start           when it opens, by the clock of tz
        duration        for how long; it may pass midnight
        dates           only on these dates: { "2026-12-01" }
        exclude_dates   not on these dates
        tz              the time zone's name

        outside = "wait" waits for the window; otherwise the roll ends with exit code 7 when it is
        closed. What is in flight when it closes is finished.
        """)

    private static let tags = HelpTopic(
        "tags", aliases: ["tag"], "How tags are written and read.",
        """
        In a filter, tags is a table: { tags = { role = "web", env = "prod" } }; all must fit. In a
        row of zec.instances, tags is a table as well: instance.tags.role. On the command line of
        scripts/rolling.lua, --tag role=web.
        """)

    private static let share = HelpTopic(
        "share", aliases: ["percent"], "How a limit is written as a share.",
        """
        A limit of instances is a whole number from 1 on, or a text such as "10%": a share of the
        selection, rounded down, and at least 1.
        """)
}

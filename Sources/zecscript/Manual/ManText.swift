/// The parts of the manual pages that are not in the declarations.
enum ManText {
    struct Example {
        var purpose: String
        var command: String
    }

    /// The exit codes of a command that runs no script.
    static let exitCodes = [
        ("0", "The command did what was asked for."),
        ("1", "A check failed, or output was lost."),
        ("2", "A wrong command line, or a name that is not known."),
        ("4", "A setting or a file can't be used."),
    ]

    static let environment = [
        ("ZENLAYER_ACCESS_KEY_ID, ZENLAYER_ACCESS_KEY_SECRET", "An access key; requests are signed with it."),
        (
            "ZENLAYERCLOUD_ACCESS_KEY_ID, ZENLAYERCLOUD_ACCESS_KEY_PASSWORD",
            "The access key, under the names of the Terraform provider."
        ),
        ("ZENLAYER_TOKEN", "A token; it has precedence over an access key."),
        ("ZENLAYER_PROFILE", "The profile of the credentials file; --profile has precedence."),
        ("ZENLAYER_ENDPOINT", "The cloud's address; --endpoint goes before it."),
        ("STATE_DIRECTORY", "The folder of the journals, as systemd sets it; --state goes before it."),
        ("XDG_STATE_HOME", "Where the folder of the journals is made; ~/.local/state unless set."),
        (
            "HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY",
            "Proxies, as curl reads them; HTTP_PROXY in small letters only."
        ),
        ("SSL_CERT_FILE, SSL_CERT_DIR", "The certificate authorities to trust instead of the system's."),
        ("NO_COLOR", "If set, nothing is colored."),
    ]

    static let files = [
        (
            "~/.zenlayer/credentials.json",
            "Credentials, by profile; --credentials-file names another file of this form."
        ),
        ("~/.zenlayer/config.json", "The profile that is used unless another is named: current_profile."),
        (
            "/var/lib/zecscript, ~/.local/state/zecscript",
            "The journals of rolls; the first where this user may write it."
        ),
        (
            "/usr/share/zecscript/scripts",
            "Scripts for operators: rolling.lua, canary.lua, nightly.lua and others."
        ),
        (
            "/etc/zecscript/NAME.lua, /etc/zecscript/NAME.conf",
            "The script of zecscript@NAME.service, and its arguments."
        ),
    ]

    /// Examples by command.
    static let examples: [String: [Example]] = [
        "run": [
            Example(
                purpose: "A rolling reboot of 200 simulated instances, and its plan:",
                command: """
                    zecscript --simulate 200 /usr/share/zecscript/scripts/rolling.lua --tag role=web --batch-size 10
                    zecscript --simulate 200 /usr/share/zecscript/scripts/rolling.lua --tag role=web --plan
                    """),
            Example(
                purpose: "What a script would change in the cloud:",
                command: "zecscript --dry-run --credentials-file /etc/zecscript/credentials.json web.lua"),
        ],
        "rehearse": [
            Example(
                purpose:
                    "A thousand runs against simulated clouds of the own fleet, where at most 2 instances may be down:",
                command: """
                    zecscript fleet --output fleet.json
                    zecscript rehearse --fleet fleet.json --max-down 2 --faults hostile web.lua
                    """)
        ],
        "repl": [
            Example(
                purpose: "A conversation with three simulated instances:",
                command: "zecscript repl --simulate 3")
        ],
        "check": [
            Example(purpose: "Whether two scripts compile:", command: "zecscript check web.lua db.lua")
        ],
        "fleet": [
            Example(
                purpose: "The instances with a tag:",
                command: "zecscript fleet --tag role=web --output web.json")
        ],
        "resume": [
            Example(
                purpose: "A roll goes on, and tries instances again that failed:",
                command: "zecscript resume web --retry failed")
        ],
        "runs": [
            Example(
                purpose: "The rolls of one name, for a program:", command: "zecscript runs --name web --json")
        ],
        "prune": [
            Example(
                purpose: "Which journals would be deleted:",
                command: "zecscript runs prune --older-than 90d --dry-run")
        ],
        "show": [
            Example(
                purpose: "The last roll of a name, and an earlier roll:",
                command: "zecscript show web\nzecscript show web/3")
        ],
        "why": [Example(purpose: "What happened to an instance:", command: "zecscript why web-0007")],
        "diff": [Example(purpose: "Two rolls of a name:", command: "zecscript diff web/3 web/4")],
        "completion": [
            Example(
                purpose: "The completion of bash, for this shell:",
                command: "source <(zecscript completion bash)")
        ],
        "simulator": [
            Example(
                purpose: "A simulated cloud for the official SDKs:",
                command: "zecscript simulator --port 8080 --fleet 200 --access-key demo:secret")
        ],
        "help": [
            Example(
                purpose: "A function, a module, a command:",
                command: "zecscript help zec.reboot\nzecscript help zec\nzecscript help resume")
        ],
    ]

    static func add(_ rows: [(String, String)], _ title: String, to page: inout Roff) {
        page.section(title)
        for row in rows { page.term(row.0, row.1) }
    }
}

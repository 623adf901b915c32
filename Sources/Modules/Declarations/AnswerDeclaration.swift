import ScriptRuntime

/// The answer to `zec.reboot`, `zec.start` and `zec.stop`.
enum AnswerDeclaration {
    static let answer = RecordDeclaration(
        "zec.answer",
        "The answer of the cloud to a write: each id is in exactly one of accepted, refused and unknown.",
        noun: "the answer of the cloud",
        fields: [
            Field("accepted", "string[]", "The ids that the cloud accepted; they are not yet done."),
            Field("refused", "zec.refusal[]", "The ids that the cloud refused, each with the reason."),
            Field("unknown", "string[]", "The ids whose result is not known; look at them."),
            Field("unknown_cause", "string", "Why the result is not known.", optional: true),
            Field("request_ids", "string[]", "The cloud's names for the requests."),
        ],
        formerNames: ["failed", "uncertain", "uncertain_cause"])

    static let refusal = RecordDeclaration(
        "zec.refusal", "An instance that the cloud refused.", noun: "a refused instance",
        fields: [
            Field("id", "string", "The id."),
            Field("code", "string", "The cloud's code."),
            Field("message", "string", "The cloud's message."),
            Field("retryable", "boolean", "Whether the same request may succeed later."),
        ])

    private typealias Field = RecordDeclaration.Field
}

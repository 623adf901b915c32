/// What the last event of an instance says about its step.
enum StepWords {
    private static let steps = [
        "draining": "it is being taken out of load",
        "drained": "its reboot is not requested yet",
        "intent": "its reboot was requested, and no answer is recorded",
        "departed": "it is rebooting",
        "forced": "it was to be rebooted by force",
        "returned": "it is RUNNING again, and its reboot is not proven yet",
        "proven": "it was rebooted, and its health is being checked",
        "undraining": "it is being put back into load",
    ]

    private static let answers = [
        "accepted": "its reboot was accepted", "refused": "its reboot was refused",
        "unknown": "the result of its reboot request is unknown",
    ]

    /// Returns nil for an event that says nothing about a step.
    static func text(of event: Event) -> String? {
        switch event.kind {
        case "answered": event.text("answer").flatMap { answers[$0] }
        case "health":
            event.isTrue("well")
                ? "it was rebooted and healthy, and must stay so for a while"
                : "it was rebooted, and its health is being checked again"
        default: steps[event.kind]
        }
    }
}

// Delays the answer to the first reboot, for scenarios in which exactly one request goes wrong.
extension FaultCatalog {
    package var firstRebootHang: Fault<Duration?> {
        Fault(
            "firstRebootHang", .optionalSeconds, usual: nil,
            "The answer to the first RebootInstances takes this long."
        ) { _, hang, active in
            guard let hang else { return }
            active.add(arrival: { (cloud, attempt, _) throws(Refusal) in
                guard attempt.action == "RebootInstances", !cloud.record.hasHung else { return }
                cloud.record.hasHung = true
                attempt.delay = hang
                if cloud.settings.faults.firstRebootLost { throw .requestTimedOut }
            })
        }
    }

    package var firstRebootLost: Fault<Bool> {
        Fault(
            "firstRebootLost", .flag, usual: false, "Whether that request is lost instead of accepted.")
    }
}

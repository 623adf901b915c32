import Basics

/// An operation of several steps that can be cancelled as a whole.
final class Ongoing: Cancellable {
    private var isCancelled = false
    private var steps: [any Cancellable] = []

    /// Makes an operation, as a part of a larger operation if there is one.
    init(partOf whole: Ongoing? = nil) {
        whole?.add(self)
    }

    /// Makes `step` the only current step: the steps before it are over.
    func proceed(with step: any Cancellable) {
        steps = []
        add(step)
    }

    /// Adds a current step.
    func add(_ step: any Cancellable) {
        if isCancelled { step.cancel() } else { steps.append(step) }
    }

    /// Ends the operation and releases its steps.
    func finish() {
        steps = []
    }

    func cancel() {
        isCancelled = true
        let steps = steps
        finish()
        for step in steps { step.cancel() }
    }
}

import Basics

/// Something of several steps that can be given up as a whole.
final class Ongoing: Cancellable {
    private var isCancelled = false
    private var steps: [any Cancellable] = []

    /// Begins, as a part of something larger if there is one.
    init(partOf whole: Ongoing? = nil) {
        whole?.add(self)
    }

    /// Goes on with `step` alone: what was under way is over.
    func proceed(with step: any Cancellable) {
        steps = []
        add(step)
    }

    /// Has one more step under way.
    func add(_ step: any Cancellable) {
        if isCancelled { step.cancel() } else { steps.append(step) }
    }

    /// Ends it: nothing is under way any more, and what the steps hold on to is let go.
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

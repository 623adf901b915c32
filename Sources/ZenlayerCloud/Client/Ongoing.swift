/// Something of several steps, of which any number is under way.
final class Ongoing: Cancellable {
    private(set) var isCancelled = false
    private var steps: [any Cancellable] = []
    private var onCancel: (() -> Void)?

    init(onCancel: (() -> Void)? = nil) {
        self.onCancel = onCancel
    }

    /// Goes on with `step` alone; what was under way is over.
    func proceed(with step: any Cancellable) {
        steps = []
        add(step)
    }

    /// Has one more step under way.
    func add(_ step: any Cancellable) {
        if isCancelled { step.cancel() } else { steps.append(step) }
    }

    func cancel() {
        guard !isCancelled else { return }
        isCancelled = true
        for step in steps { step.cancel() }
        steps = []
        onCancel?()
        onCancel = nil
    }
}

internal import LiveHost
internal import ScriptRuntime

extension Composition {
    /// Tells the person what went wrong, if anything did.
    func report(_ outcome: RunOutcome) {
        if let report = outcome.report { self.report(report) }
    }

    func report(_ report: FailureReport) {
        surroundings.write(report, colored: FailureReport.isColored(on: surroundings))
    }
}

extension Surroundings {
    /// Writes a report to standard error.
    func write(_ report: FailureReport, colored: Bool) {
        write(Array(report.text(program: Program.name, colored: colored).utf8), to: .standardError)
    }
}

extension FailureReport {
    init(_ error: ConfigurationError) {
        self.init(message: error.message, hint: error.hint)
    }

    /// Colour is for terminals, unless `NO_COLOR` is set.
    static func isColored(on surroundings: any Surroundings) -> Bool {
        surroundings.terminalWidth(of: .standardError) != nil
            && (surroundings.environment("NO_COLOR") ?? "").isEmpty
    }

    /// The report with the program's name in red and what helps little in grey.
    func text(program: String, colored: Bool) -> String {
        let text = text(program: program)
        guard colored, text.hasPrefix("\(program):") else { return text }
        return "\u{1B}[1;31m\(program):\u{1B}[0m" + text.dropFirst(program.count + 1)
    }
}

extension LiveSurroundings {
    /// Writes out what standard output still holds, and tells where that is not possible.
    /// - Throws: ``ProgramExit``; everything is said then.
    func finishOutput() throws(ProgramExit) {
        flush()
        guard let outputProblem, let exit = ProgramExit(ProgramExitCode.scriptError) else { return }
        let message = "standard output can't be written: \(outputProblem)"
        write(FailureReport(message: message), colored: FailureReport.isColored(on: self))
        throw exit
    }
}

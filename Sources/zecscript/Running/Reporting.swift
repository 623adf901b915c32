internal import LiveHost
internal import ScriptRuntime

extension Composition {
    /// Writes the error of a run, if there is one.
    func report(_ outcome: RunOutcome) {
        if let report = outcome.report { self.report(report) }
    }

    func report(_ report: FailureReport) {
        if reportsInJSON {
            return surroundings.write(report.json(at: host.wallClockNanoseconds), to: .standardError)
        }
        surroundings.write(report, colored: FailureReport.isColored(on: surroundings))
    }
}

extension Surroundings {
    /// Writes a report to standard error.
    func write(_ report: FailureReport, colored: Bool) {
        let text = report.text(program: Program.name, colored: colored)
        write(
            Array(FoldedText.report(text, columns: terminalWidth(of: .standardError)).utf8),
            to: .standardError)
    }
}

extension LiveSurroundings {
    /// Writes a report to standard error, as text or as a log line in JSON.
    func write(_ report: FailureReport, asJSON: Bool) {
        if asJSON { return write(report.json(at: wallClockNanoseconds), to: .standardError) }
        write(report, colored: FailureReport.isColored(on: self))
    }
}

extension FailureReport {
    init(_ error: ConfigurationError) {
        self.init(message: error.message, hint: error.hint)
    }

    /// Whether a report has colours: on a terminal, unless `NO_COLOR` is set.
    static func isColored(on surroundings: any Surroundings) -> Bool {
        surroundings.showsColors(on: .standardError)
    }

    /// The report with the program's name in red.
    func text(program: String, colored: Bool) -> String {
        let text = text(program: program)
        guard colored, text.hasPrefix("\(program):") else { return text }
        return "\u{1B}[1;31m\(program):\u{1B}[0m" + text.dropFirst(program.count + 1)
    }
}

extension LiveSurroundings {
    /// Flushes standard output, and reports an error if that fails.
    /// - Throws: ``ProgramExit``; the error was written already.
    func finishOutput() throws(ProgramExit) {
        flush()
        guard let outputProblem, let exit = ProgramExit(ProgramExitCode.scriptError) else { return }
        let message = "standard output can't be written: \(outputProblem)"
        write(FailureReport(message: message), colored: FailureReport.isColored(on: self))
        throw exit
    }
}

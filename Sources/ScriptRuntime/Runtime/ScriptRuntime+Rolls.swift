extension ScriptRuntime {
    /// Keeps the exit code in the report of a roll, `web/2`, in place of an earlier report of the same roll.
    package func rollReported(_ roll: String, exitCode: Int32) {
        if let place = rollExitCodes.firstIndex(where: { $0.roll == roll }) {
            rollExitCodes[place].code = exitCode
        } else {
            rollExitCodes.append((roll, exitCode))
        }
    }

    /// The exit code of a run whose script has ended without an error: that of the first roll whose last report is
    /// not of success.
    ///
    /// A script that forgets to pass it on would otherwise tell cron that all went well. A script that calls `exit`
    /// has decided by itself.
    package var exitCodeOfRolls: Int32 {
        guard requestedExit == nil else { return ExitCode.success }
        return rollExitCodes.first { $0.code != ExitCode.success }?.code ?? ExitCode.success
    }
}

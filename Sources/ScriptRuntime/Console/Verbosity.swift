/// How much the program writes beside errors and warnings.
package enum Verbosity: String, Sendable {
    /// No output if all is well: for cron.
    case quiet
    case normal
    /// The reports of rolls list the instances that are done as well.
    case verbose
}

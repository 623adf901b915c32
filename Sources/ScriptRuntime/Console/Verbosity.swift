/// How much the program tells beside errors and warnings.
package enum Verbosity: String, Sendable {
    /// Nothing where all is well: for cron.
    case quiet
    case normal
    /// The reports of rolls list the instances that are done as well.
    case verbose
}

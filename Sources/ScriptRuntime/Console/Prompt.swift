/// The prompt of the REPL, below which other output must not end up.
package protocol Prompt: AnyObject {
    /// Whether the prompt is on the screen, and a line is being typed: a progress line would overwrite it.
    var isPrompting: Bool { get }

    /// Takes the line that is being typed off the screen while `print` writes something.
    func whileHidden(_ print: () -> Void)
}

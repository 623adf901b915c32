/// The form of a text, such as a time of day: what a call checks, and a reader of the script can check before.
public struct TextForm: Sendable {
    /// Reads a file that the check of a form needs, such as the rules of a time zone.
    public typealias FileReader = (_ path: String) throws -> [UInt8]

    private let findProblem: @Sendable (String, FileReader) -> String?

    /// - Parameter findProblem: Says what is wrong with a text; nil if it has the form.
    public init(_ findProblem: @escaping @Sendable (_ text: String, _ readFile: FileReader) -> String?) {
        self.findProblem = findProblem
    }

    /// What is wrong with a text; nil if it has the form.
    public func problem(with text: String, readFile: FileReader) -> String? { findProblem(text, readFile) }
}

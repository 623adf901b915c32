/// Takes `-eCODE` and `-lMODULE` apart, as `lua` does.
///
/// The argument parser splits a joined value at its first equals sign, which code is full of.
enum JoinedValues {
    private static let flags: Set<String> = ["-i", "-v", "-h", "--help", "--version", "--dry-run"]

    /// The words with those values as words of their own; what follows the script is left alone.
    static func separated(_ words: [String]) -> [String] {
        var result: [String] = []
        var rest = words[...]
        if rest.first == "run" { result.append(rest.removeFirst()) }
        while let word = rest.first, word.hasPrefix("-"), word != "-", word != "--" {
            rest.removeFirst()
            if !word.hasPrefix("--"), word.count > 2, word.hasPrefix("-e") || word.hasPrefix("-l") {
                result += [String(word.prefix(2)), String(word.dropFirst(2))]
                continue
            }
            result.append(word)
            let takesNext = !flags.contains(word) && !word.contains("=")
            if takesNext, let value = rest.popFirst() { result.append(value) }
        }
        return result + rest
    }
}

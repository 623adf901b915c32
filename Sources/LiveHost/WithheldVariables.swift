internal import Glibc
internal import Synchronization

/// Environment variables that the process hides from scripts and commands.
///
/// Commands do not inherit them, and the system does not show them, so a script that runs `os.execute` or opens
/// `/proc/self/environ` does not find them.
package enum WithheldVariables {
    private static let values = Mutex<[String: String]>([:])

    /// Removes variables from the environment; called before there is a second thread.
    package static func withhold(_ names: [String]) {
        for name in names {
            guard let value = getenv(name) else { continue }
            let text = String(cString: value)
            values.withLock { $0[name] = text }
            // The system shows the memory with which the process began, so it is overwritten.
            memset(value, 0, strlen(value))
            unsetenv(name)
        }
    }

    /// The value of a withheld variable.
    package static func value(of name: String) -> String? {
        values.withLock { $0[name] }
    }

    /// All withheld variables with their values.
    package static var all: [String: String] { values.withLock { $0 } }
}

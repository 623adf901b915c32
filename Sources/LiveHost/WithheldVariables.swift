internal import Glibc
internal import Synchronization

/// Environment variables that the process keeps to itself.
///
/// They are neither in what its commands inherit nor in what the system shows of it, so that a script which runs `os.execute` or opens
/// `/proc/self/environ` does not find them.
package enum WithheldVariables {
    private static let values = Mutex<[String: String]>([:])

    /// Takes variables out of the environment; to be called before there is a second thread.
    package static func withhold(_ names: [String]) {
        for name in names {
            guard let value = getenv(name) else { continue }
            let text = String(cString: value)
            values.withLock { $0[name] = text }
            // The bytes at which the process began are what the system shows.
            memset(value, 0, strlen(value))
            unsetenv(name)
        }
    }

    /// The value of one that was withheld.
    package static func value(of name: String) -> String? {
        values.withLock { $0[name] }
    }

    /// All of them.
    package static var all: [String: String] { values.withLock { $0 } }
}

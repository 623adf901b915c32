internal import Glibc
internal import LiveHost

/// Replaces this process by a new start of this program.
enum ProgramReplacement {
    /// Starts the program with other arguments, of which the first is the program's name; returns only if
    /// that fails.
    ///
    /// Puts the withheld variables back into the environment, so that the new process finds them; it
    /// withholds them again.
    static func begin(_ arguments: [String]) {
        for (name, value) in WithheldVariables.all { setenv(name, value, 1) }
        var pointers = arguments.map { strdup($0) } + [nil]
        execv("/proc/self/exe", &pointers)
        for pointer in pointers { free(pointer) }
        for name in WithheldVariables.all.keys { unsetenv(name) }
    }
}

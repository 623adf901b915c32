internal import Glibc
internal import LiveHost

/// Starts this program anew in the place of this process.
enum ProgramReplacement {
    /// Begins with other arguments, the program's name first; returns only if that fails.
    ///
    /// The new process finds the variables that this one withholds, and withholds them in its turn.
    static func begin(_ arguments: [String]) {
        for (name, value) in WithheldVariables.all { setenv(name, value, 1) }
        var pointers = arguments.map { strdup($0) } + [nil]
        execv("/proc/self/exe", &pointers)
        for pointer in pointers { free(pointer) }
        for name in WithheldVariables.all.keys { unsetenv(name) }
    }
}

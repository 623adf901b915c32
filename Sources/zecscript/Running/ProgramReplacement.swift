internal import Glibc

/// Starts this program anew in the place of this process.
enum ProgramReplacement {
    /// Begins with other arguments, the program's name first; returns only if that fails.
    static func begin(_ arguments: [String]) {
        var pointers = arguments.map { strdup($0) } + [nil]
        execv("/proc/self/exe", &pointers)
        for pointer in pointers { free(pointer) }
    }
}

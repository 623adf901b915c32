internal import Glibc

/// What the last system call reported, in the system's words and lower case.
func systemReason() -> String { String(cString: strerror(errno)).lowercased() }

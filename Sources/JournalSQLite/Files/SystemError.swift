internal import Glibc

/// Returns the error of the last system call, in the system's words and in lower case.
func systemReason() -> String { String(cString: strerror(errno)).lowercased() }

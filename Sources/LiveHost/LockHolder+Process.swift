internal import Basics
internal import Glibc
package import Journal

extension LockHolder {
    /// This process, as the holder of a lock that it takes now.
    package static func ofThisProcess(script: String?) -> LockHolder {
        var name = [CChar](repeating: 0, count: 256)
        gethostname(&name, name.count - 1)
        return LockHolder(
            processID: Int(getpid()),
            hostname: String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self),
            since: SystemClock.nanoseconds(of: CLOCK_REALTIME) / 1_000_000_000, script: script)
    }
}

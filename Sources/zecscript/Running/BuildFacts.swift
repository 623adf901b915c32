internal import CBuild

/// What the program was built from, for `--version`.
enum BuildFacts {
    /// The version, the commit, and the versions of what the program runs with.
    static var text: String {
        """
        \(Program.name) \(Program.version) (commit \(commit))
        Swift \(swift), Lua \(lua), SQLite \(sqlite)
        """
    }

    /// `unknown` in a build that was not made by scripts/dev/build.sh.
    static var commit: String { String(cString: build_commit()) }

    /// Swift's version.
    ///
    /// Without the build script, the standard library names only the first version of its series: 6.3.0 for
    /// 6.3.1.
    private static var swift: String {
        let version = String(cString: build_swift_version())
        return version.isEmpty ? "\(_SwiftStdlibVersion.current)" : version
    }

    private static var lua: String {
        let bytes = [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
            let place = UnsafeMutableRawBufferPointer(buffer).bindMemory(to: CChar.self)
            build_lua_version(place.baseAddress, UInt(place.count))
            count = place.firstIndex(of: 0) ?? 0
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static var sqlite: String {
        let version = String(cString: build_sqlite_version())
        return version.isEmpty ? "missing" : version
    }
}

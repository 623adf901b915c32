import Foundation
import Testing

/// Rules that the compiler does not check: a target imports only targets below it, and reaches the world only through the
/// host.
@Suite struct ArrowTests {
    /// The targets of this package that a target may import.
    private static let arrows: [String: Set<String>] = [
        "CompileLua": [],
        "Lua": ["CLuaBridge"],
        "Basics": [],
        "Journal": ["Basics"],
        "History": ["Basics", "Journal"],
        "JournalSQLite": ["Basics", "Journal"],
        "HTTPTransport": ["Basics"],
        "ZenlayerCloud": ["Basics"],
        "ScriptRuntime": ["Basics", "Journal", "Lua"],
        "LiveHost": ["Basics", "CSpawn", "HTTPTransport", "Journal", "Lua", "ScriptRuntime"],
        "Modules": ["Basics", "History", "Journal", "Lua", "ScriptRuntime", "ZenlayerCloud"],
        "Rolling": ["Basics", "Lua", "Modules", "ScriptRuntime"],
        "Simulator": ["Basics", "Journal", "Lua", "ScriptRuntime"],
        "Rehearsals": [
            "Basics", "Lua", "Modules", "Rolling", "ScriptRuntime", "Simulator", "ZenlayerCloud",
        ],
    ]

    private struct SourceFile {
        /// The path from the package's folder.
        let path: String
        let lines: [Substring]

        /// The target that the file belongs to.
        var target: String { String(path.split(separator: "/")[1]) }

        var imports: Set<String> {
            Set(
                lines.compactMap { line in
                    let words = line.split(separator: " ")
                    guard let keyword = words.firstIndex(of: "import"), keyword <= 2 else { return nil }
                    return words.last.map(String.init)
                })
        }
    }

    private static func sources() throws -> [SourceFile] {
        let root = packageFile("Sources")
        let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
        return try (files?.allObjects ?? []).compactMap { $0 as? URL }
            .filter { $0.pathExtension == "swift" }
            .map { file in
                let path = file.standardizedFileURL.path.dropFirst(root.path.count - "Sources".count)
                let text = try String(contentsOf: file, encoding: .utf8)
                return SourceFile(
                    path: String(path), lines: text.split(separator: "\n", omittingEmptySubsequences: false))
            }
            .sorted { $0.path < $1.path }
    }

    @Test func aTargetImportsOnlyTargetsBelowIt() throws {
        let sources = try Self.sources()
        #expect(sources.count > 300)
        let targets = Set(sources.map(\.target))
        #expect(targets.subtracting(Self.arrows.keys) == ["zecscript"])
        for file in sources {
            guard let allowed = Self.arrows[file.target] else { continue }
            let strange = file.imports.intersection(targets).subtracting(allowed)
            #expect(strange.isEmpty, "\(file.path) imports \(strange.sorted())")
        }
    }

    /// A judge that shared the client's code would share its mistakes.
    @Test(arguments: ["Checkers", "Report", "Trace", "Weather"])
    func theJudgeDoesNotKnowTheClient(folder: String) throws {
        let files = try Self.sources().filter { $0.path.hasPrefix("Sources/Rehearsals/\(folder)/") }
        #expect(!files.isEmpty)
        for file in files { #expect(!file.imports.contains("ZenlayerCloud"), "\(file.path)") }
    }

    // MARK: Access to the world only through the host

    /// Modules through which a program reaches clocks, random numbers, files, processes, threads and the network.
    private static let systemModules: Set<String> = [
        "AsyncHTTPClient", "CEdit", "CSQLite", "CSpawn", "Dispatch", "Foundation", "FoundationEssentials",
        "Glibc",
        "Hummingbird", "HummingbirdCore", "Logging", "NIOCore", "NIOHTTP1", "NIOPosix", "NIOSSL",
    ]

    /// Calls that need no module: printing, random numbers, clocks, waiting, reading a line.
    private static let calls = [
        "print(", ".random(", ".randomElement(", ".shuffled(", "SystemRandomNumberGenerator",
        "ContinuousClock",
        "SuspendingClock", "Task.sleep", "Date(", "readLine()",
    ]

    /// The places that reach the world directly, and why they do not go through a host.
    private static let rooms = [
        "Sources/LiveHost/": "the host of real life",
        "Sources/HTTPTransport/": "the network of LiveHost",
        "Sources/JournalSQLite/": "the journals of LiveHost",
        "Sources/Basics/Time/SystemClock.swift": "the clocks of LiveHost",
        "Sources/Basics/Threads/": "the threads of LiveHost",
        "Sources/Simulator/Server/": "the simulated cloud behind HTTP, in real time",
        "Sources/Rehearsals/Runs/RunPool.swift": "waits for its own threads",
        "Sources/Rehearsals/Runs/RunGuardian.swift": "stops code that does not stop by itself",
        "Sources/zecscript/Main.swift": "ends the program",
        "Sources/zecscript/REPL/": "the terminal of a person",
        "Sources/zecscript/Rehearsing/": "the progress of rehearsals in real time",
        "Sources/zecscript/Running/": "files, threads and the end of the program",
    ]

    /// The files that import the system's module only for arithmetic, memory or signal numbers.
    private static let arithmetic = [
        "Sources/Lua/LuaState.swift", "Sources/Lua/WireReader.swift",
        "Sources/Rehearsals/Weather/Weather.swift",
        "Sources/ScriptRuntime/Host/SignalNames.swift", "Sources/Simulator/Model/Spread.swift",
    ]

    @Test func nothingElseReachesTheWorld() throws {
        for file in try Self.sources() where !Self.rooms.keys.contains(where: file.path.hasPrefix) {
            if !Self.arithmetic.contains(file.path) {
                let modules = file.imports.intersection(Self.systemModules)
                #expect(modules.isEmpty, "\(file.path) imports \(modules.sorted())")
            }
            for line in file.lines {
                let code = line.firstRange(of: "//").map { line[..<$0.lowerBound] } ?? line
                let call = Self.calls.first(where: code.contains)
                #expect(call == nil, "\(file.path): \(line)")
            }
        }
    }

    /// A stale exception would hide later mistakes.
    @Test func everyExceptionIsNeeded() throws {
        let sources = try Self.sources()
        for exception in Array(Self.rooms.keys) + Self.arithmetic {
            let imports = sources.filter { $0.path.hasPrefix(exception) }.flatMap(\.imports)
            #expect(!Self.systemModules.isDisjoint(with: imports), "\(exception)")
        }
    }
}

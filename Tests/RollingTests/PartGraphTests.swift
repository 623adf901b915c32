import Basics
import Lua
import Rolling
import TestSupport
import Testing

/// The dependencies of the parts of `rolling`, from their sources.
@Suite struct PartGraphTests {
    /// The folders whose parts a folder may need; `conductor` and `rolling` may need any part.
    private static let mayNeed: [String: Set<String>] = [
        "core": ["core"],
        "world": ["world", "core"],
        "ports": ["world", "core"],
        "sinks": ["world", "core"],
        "options": ["world", "core", "options", "ports"],
    ]

    /// Names that reach outside the core; no part of the core may use them.
    private static let worldly: Set<String> = [
        "world", "host", "zec", "clock", "sleep", "print", "os", "io", "require", "load", "task", "log",
        "http", "now()",
    ]

    private struct Edge: Hashable, Comparable, CustomStringConvertible {
        var from: String
        var to: String

        var description: String { "\(from) → \(to)" }

        static func < (one: Edge, other: Edge) -> Bool { (one.from, one.to) < (other.from, other.to) }
    }

    private let sources = RollingModule.parts.mapValues { String(decoding: $0.text, as: UTF8.self) }

    /// Every `need "x"` and `need("x")`, sorted.
    private var edges: [Edge] {
        sources.flatMap { part, source in
            code(of: source).matches(of: /\bneed\s*\(?\s*"([^"]+)"/).map {
                Edge(from: part, to: String($0.1))
            }
        }.sorted()
    }

    /// Lua without its comments; string literals stay, since the name of a part is a string.
    private func code(of source: String) -> String {
        source.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.replacing(/--.*$/, with: "") }.joined(separator: "\n")
    }

    private func folder(of part: String) -> String {
        part.split(separator: "/").first.map(String.init) ?? part
    }

    /// The edges as lines, for a failure message.
    private func listed(_ edges: some Sequence<Edge>) -> Comment {
        Comment(rawValue: edges.map(\.description).joined(separator: "\n"))
    }

    // MARK: The sources

    @Test func theGraphIsReadFromTheSources() {
        #expect(sources.count > 40)
        #expect(edges.contains(Edge(from: "core/decide", to: "core/permission")))
        #expect(edges.contains(Edge(from: "options/grouping", to: "options/specification")))
        #expect(edges.contains(Edge(from: "rolling", to: "conductor")))
    }

    @Test func aPartNeedsOnlyPartsThatItsFolderMayNeed() {
        let wrong = edges.filter { edge in
            Self.mayNeed[folder(of: edge.from)].map { !$0.contains(folder(of: edge.to)) } ?? false
        }
        #expect(wrong.isEmpty, listed(wrong))
    }

    @Test func everyFolderHasItsRule() {
        let folders = Set(sources.keys.map(folder)).subtracting(["conductor", "rolling"])
        #expect(folders == Set(Self.mayNeed.keys))
    }

    @Test func whatIsNeededIsThere() {
        let missing = edges.filter { $0.to != "world" && sources[$0.to] == nil }
        #expect(missing.isEmpty, listed(missing))
    }

    @Test func everyPartIsNeeded() {
        let needed = Set(edges.map(\.to)).union(["rolling"])
        let left = sources.keys.filter { !needed.contains($0) }.sorted()
        #expect(left.isEmpty, "no part needs \(left.joined(separator: ", "))")
    }

    @Test func theGraphHasNoCircle() {
        let circle = circle(in: edges)
        #expect(circle.isEmpty, listed(circle))
    }

    @Test func aCircleIsFoundAndNamed() {
        let edges = [("a", "b"), ("b", "c"), ("c", "d"), ("d", "b"), ("c", "e")].map {
            Edge(from: $0, to: $1)
        }
        #expect(circle(in: edges) == [("b", "c"), ("c", "d"), ("d", "b")].map { Edge(from: $0, to: $1) })
    }

    /// Returns the edges of a circle: removes parts that need no part, and parts that no part needs, until
    /// neither kind is left.
    private func circle(in edges: [Edge]) -> [Edge] {
        var left = edges
        while true {
            let needing = Set(left.map(\.from)), needed = Set(left.map(\.to))
            let inner = left.filter { needing.contains($0.to) && needed.contains($0.from) }
            if inner.count == left.count { return left }
            left = inner
        }
    }

    // MARK: The core

    @Test func theCoreNamesNothingOfTheWorld() {
        for (part, source) in sources.sorted(by: { $0.key < $1.key }) where part.hasPrefix("core/") {
            let found = worldlyNames(in: source)
            #expect(found.isEmpty, "\(part) names \(found.joined(separator: ", "))")
        }
    }

    @Test func aNameOfTheWorldIsFoundBesideCommentsTextsAndFields() {
        let source = """
            -- The host has a clock.
            local at = clock() -- sleep
            add("load", 'print', spec.host, look:now(), now)
            local began = os.time() + now()
            """
        #expect(worldlyNames(in: source) == ["clock", "os", "now()"])
    }

    /// Returns the names in a source that reach outside the core.
    ///
    /// Strings and fields do not count, and `now` counts only if it is called.
    private func worldlyNames(in source: String) -> [String] {
        let plain = code(of: source).replacing(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/, with: "\"\"")
        return plain.matches(of: /([.:]?\b[A-Za-z_]\w*)(\(\))?/)
            .map { String($0.1 == "now" ? $0.0 : $0.1) }.filter(Self.worldly.contains)
    }
}

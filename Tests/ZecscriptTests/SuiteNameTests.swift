import Foundation
import Testing

/// Each module, each part of the core of `rolling` and each fault has a test suite of its own name.
@Suite struct SuiteNameTests {
    private let suites: Set<String>

    init() throws {
        var names: Set<String> = []
        for file in try Self.files(below: "Tests", ending: ".swift") {
            let text = try String(contentsOf: file, encoding: .utf8)
            names.formUnion(text.matches(of: /struct (\w+)Tests\b/).map { $0.1.lowercased() })
        }
        suites = names
    }

    /// `task_group.lua`: `TaskGroupTests`, or `TaskGroupModuleTests`.
    @Test func eachModuleThatIsWrittenInLuaHasATest() throws {
        let modules = try Self.files(below: "Sources", ending: ".lua")
            .filter { $0.path.contains("/Sources/Modules/") }
        #expect(modules.count > 20)
        for module in modules {
            let name = module.deletingPathExtension().lastPathComponent.replacing("_", with: "")
            #expect(
                suites.contains(name) || suites.contains(name + "module"),
                "\(module.lastPathComponent) has no test suite of its own name")
        }
    }

    /// `second_look.lua`: `SecondLookTests`.
    @Test func eachPartOfTheCoreOfRollingHasATest() throws {
        let parts = try Self.files(below: "Sources/Rolling/core", ending: ".lua")
        #expect(parts.count > 20)
        for part in parts {
            let name = part.deletingPathExtension().lastPathComponent.replacing("_", with: "")
            #expect(suites.contains(name), "\(part.lastPathComponent) has no test suite of its own name")
        }
    }

    /// `LogModule.swift`: `LogModuleTests`.
    @Test func eachModuleThatIsWrittenInSwiftHasATest() throws {
        let modules = try Self.files(below: "Sources", ending: "Module.swift")
            .map { $0.deletingPathExtension().lastPathComponent }.filter { $0 != "ScriptModule" }
        #expect(modules.count > 10)
        for module in modules {
            #expect(suites.contains(module.lowercased()), "\(module) has no test suite of its own name")
        }
    }

    /// `requestLost`: `RequestLostFaultTests`, in the test file that is named after the fault's file.
    @Test func eachFaultHasATest() throws {
        var count = 0
        for file in try Self.files(below: "Sources/Simulator/Faults", ending: ".swift") {
            let faults = try String(contentsOf: file, encoding: .utf8)
                .matches(of: /(?:public|package) var (\w+): Fault</).map { String($0.1) }
            guard !faults.isEmpty else { continue }
            let name = file.deletingPathExtension().lastPathComponent
            let tests = try Self.files(below: "Tests", ending: "/\(name)Tests.swift")
            let text = try tests.map { try String(contentsOf: $0, encoding: .utf8) }.joined()
            for fault in faults {
                count += 1
                let suite = fault.prefix(1).uppercased() + fault.dropFirst() + "FaultTests"
                #expect(text.contains("struct \(suite) "), "\(name)Tests.swift has no \(suite)")
            }
        }
        #expect(count > 40)
    }

    private static func files(below folder: String, ending: String) throws -> [URL] {
        let files = FileManager.default.enumerator(
            at: packageFile(folder), includingPropertiesForKeys: nil)
        return files?.compactMap { $0 as? URL }.filter { $0.path.hasSuffix(ending) } ?? []
    }
}

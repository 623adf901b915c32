import Basics
import Foundation
import Lua
import Modules
import Rolling
import ScriptRuntime
import Simulator
import Testing

@testable import zecscript

/// Generated files agree with the declarations, and the declarations with the functions that exist.
@Suite struct GeneratedTests {
    private func make(isInteractive: Bool = false, arguments: [String] = []) throws -> ScriptRuntime {
        var composition = RunComposition.complete()
        composition.conversation = isInteractive ? REPLModule() : nil
        composition.configuration.arguments = CommandWords(arguments)
        let host = SimulatedHost(
            cloud: SimulatedCloud(fleet: try Fleet(count: 1), seed: 1), seed: 1,
            surroundings: MemorySurroundings())
        return try composition.makeRuntime(on: host)
    }

    @Test func theReferenceIsUpToDate() throws {
        let text = ReferencePage.text(of: try make(isInteractive: true).moduleDeclarations)
        let file = packageFile("Sources/zecscript/Documentation.docc/Reference.md")
        #expect(try String(contentsOf: file, encoding: .utf8) == text, "run scripts/dev/generate.sh")
    }

    @Test func theEditorsDefinitionsAreUpToDate() throws {
        let text = TypeDefinitions.text(of: try make().moduleDeclarations)
        let file = packageFile("scripts/types/zec.d.lua")
        #expect(try String(contentsOf: file, encoding: .utf8) == text, "run scripts/dev/generate.sh")
    }

    @Test func theEditorsDefinitionsAreLua() throws {
        let text = TypeDefinitions.text(of: try make().moduleDeclarations)
        _ = try GlobalAccesses(of: Array(text.utf8), name: "=zec.d.lua", with: try make())
    }

    /// Visits every value that a script can name, except Lua's own libraries.
    private static let walk = Array(
        """
        local own = {}
        for name in ([[string table math utf8 os io coroutine debug package _G]]):gmatch("%S+") do own[name] = true end
        for name in ([[assert collectgarbage dofile error getmetatable ipairs load loadfile next pairs pcall print rawequal
            rawget rawlen rawset select setmetatable tonumber tostring type warn xpcall]]):gmatch("%S+") do own[name] = true end
        local found = {}
        for name, value in next, _G do
            if type(value) == "function" and not own[name] then found[#found + 1] = name end
            if type(value) == "table" and not own[name] then
                for field, inner in next, value do
                    if type(inner) == "function" then found[#found + 1] = name .. "." .. field end
                end
            end
        end
        table.sort(found)
        return found
        """.utf8)

    @Test func whatCanBeCalledIsDeclaredAndWhatIsDeclaredCanBeCalled() throws {
        let runtime = try make()
        let outcome = runtime.run(chunkName: "=walk", source: Self.walk)
        let callable = outcome.results.first?.table?.items.compactMap { $0.text }
        let declared = runtime.declarations.map(\.path).filter {
            !$0.contains(":") && !$0.hasPrefix("rolling.")
        }
        #expect(callable == declared)
    }

    @Test func theLibraryHasWhatIsDeclaredOfIt() throws {
        let runtime = try make()
        let source =
            "local names = {} for name in pairs(require 'rolling') do names[#names + 1] = 'rolling.' .. name end return names"
        let outcome = runtime.run(chunkName: "=walk", source: Array(source.utf8))
        let callable = outcome.results.first?.table?.items.compactMap { $0.text }.sorted()
        #expect(callable == runtime.declarations.map(\.path).filter { $0.hasPrefix("rolling.") })
    }

    @Test func everyDeclarationSaysWhatItDoes() throws {
        for function in try make(isInteractive: true).declarations {
            #expect(function.summary.hasSuffix("."), "\(function.path)")
            for parameter in function.parameters where parameter.name != "self" {
                #expect(!parameter.summary.isEmpty, "\(function.path)")
            }
        }
    }

    @Test func anUnknownNameGetsTheNearest() throws {
        let answer = HelpText.about("zec.statsu", in: try make().moduleDeclarations)
        #expect(
            answer.text
                == "no function, option or topic is called 'zec.statsu' (did you mean 'zec.status'?); zecscript help lists them\n"
        )
        #expect(!answer.isFound)
    }
}

import Foundation
import Testing

/// The C files of the bridge call each other in one direction only, in the order in which bridge.h lists them.
@Suite struct BridgeLayerTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Sources/CLuaBridge")

    private struct Layer {
        var file: String
        var functions: [String]
    }

    @Test func aFileCallsOnlyFunctionsOfFilesAboveItInTheList() throws {
        let layers = try layers()
        #expect(layers.count > 10)
        for (place, layer) in layers.enumerated() {
            let text = try text(of: layer.file)
            let words = Set(text.matches(of: /\w+/).map { String($0.output) })
            for other in layers[(place + 1)...] {
                let used = other.functions.filter(words.contains)
                #expect(used.isEmpty, "\(layer.file) uses \(other.file)")
            }
        }
    }

    @Test func everyFileButTheOneThatPutsAllTogetherIsInTheList() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path())
        let sources = Set(files.filter { $0.hasSuffix(".c") })
        #expect(try sources == Set(layers().map(\.file)).union(["bridge.c"]))
    }

    /// The sections of bridge.h that begin with the name of a file.
    private func layers() throws -> [Layer] {
        var layers: [Layer] = []
        for line in try text(of: "bridge.h").split(separator: "\n") {
            if let file = line.wholeMatch(of: /\/\/ (\w+\.c)/) {
                layers.append(Layer(file: String(file.1), functions: []))
            } else if !layers.isEmpty, let function = line.firstMatch(of: /(\w+)\(/), !line.hasPrefix("//") {
                layers[layers.count - 1].functions.append(String(function.1))
            }
        }
        return layers
    }

    private func text(of file: String) throws -> String {
        try String(contentsOf: Self.folder.appending(path: file), encoding: .utf8)
            .replacing(/\/\/ .*/) { $0.output.hasSuffix(".c") ? $0.output : "" }
    }
}

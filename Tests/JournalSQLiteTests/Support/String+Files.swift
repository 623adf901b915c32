import Foundation

extension String {
    /// The content of the file with this path.
    func readFile() throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: self))) }

    /// Writes the file with this path, in place.
    func writeFile(_ content: some Collection<UInt8>) throws {
        try Data(content).write(to: URL(fileURLWithPath: self))
    }

    /// Deletes the file with this path, if it exists.
    func deleteFile() throws {
        if FileManager.default.fileExists(atPath: self) { try FileManager.default.removeItem(atPath: self) }
    }
}

import Foundation

/// The texts of the sources, scripts and pages of the repository.
enum SourceTexts {
    static func all() -> [(path: String, text: String)] {
        ["Sources", "scripts", "README.md"].flatMap { name -> [(path: String, text: String)] in
            let root = packageFile(name)
            let found = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
            let files = [root] + (found?.allObjects ?? []).compactMap { $0 as? URL }
            return files.compactMap { file in
                let isRead = ["swift", "lua", "md", "c", "h", "sh", "py"].contains(file.pathExtension)
                // The decisions are a record of their time, and the page of words quotes the words.
                let isLeftOut = file.path.contains("/Decisions/") || file.lastPathComponent == "Words.md"
                guard isRead, !isLeftOut, let text = try? String(contentsOf: file, encoding: .utf8) else {
                    return nil
                }
                return (file.path, text)
            }
        }
    }
}

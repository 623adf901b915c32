import Foundation
import Testing

@testable import Rehearsals

/// A finding names a claim, and the page about rehearsals explains it under the same name.
@Suite struct InvariantNameTests {
    @Test func thePageExplainsEachClaimByItsName() throws {
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../../Sources/zecscript/Documentation.docc/Rehearsing.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        for invariant in Invariants.all {
            let title = invariant.name.prefix(1).uppercased() + invariant.name.dropFirst()
            #expect(text.contains("**\(title).**"), "\(title)")
        }
    }
}

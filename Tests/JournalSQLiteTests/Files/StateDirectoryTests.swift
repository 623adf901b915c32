import Glibc
import Journal
import Testing

@testable import JournalSQLite

@Suite struct StateDirectoryTests {
    private let all = [
        "STATE_DIRECTORY": "/srv/state:/srv/other", "XDG_STATE_HOME": "/home/op/state", "HOME": "/home/op",
    ]

    private func choose(
        given: String? = nil, without names: Set<String> = [], isRoot: Bool = false
    ) -> String? {
        let environment = all.filter { !names.contains($0.key) }
        return StateDirectory.choose(
            given: given, environment: { environment[$0] }, isWritable: { _ in isRoot })
    }

    @Test func theFirstFolderThatThereIsCounts() {
        #expect(choose(given: "/given", isRoot: true) == "/given")
        #expect(choose(isRoot: true) == "/srv/state")
        #expect(choose(without: ["STATE_DIRECTORY"], isRoot: true) == "/var/lib/zecscript")
        #expect(choose(without: ["STATE_DIRECTORY"]) == "/home/op/state/zecscript")
        #expect(choose(without: ["STATE_DIRECTORY", "XDG_STATE_HOME"]) == "/home/op/.local/state/zecscript")
        #expect(choose(without: Set(all.keys)) == nil)
    }

    @Test func aFolderOfTheUserThatIsNotAbsoluteIsIgnored() {
        let variables = ["XDG_STATE_HOME": "state", "HOME": "/home/op"]
        let folder = StateDirectory.choose(
            given: nil, environment: { variables[$0] }, isWritable: { _ in false })
        #expect(folder == "/home/op/.local/state/zecscript")
    }

    @Test func theFolderAndItsParentsAreForThisUserAlone() throws {
        let folder = try TemporaryFolder()
        try StateDirectory.prepare("\(folder.path)/a/b")
        for path in ["a", "a/b"] {
            var status = stat()
            stat("\(folder.path)/\(path)", &status)
            #expect(status.st_mode & 0o777 == 0o700)
        }
        #expect(StateDirectory.isWritable("\(folder.path)/a/new"))
        #expect(!StateDirectory.isWritable("\(folder.path)/none/new"))
    }

    @Test func aFileInTheWayIsAnErrorThatNamesIt() throws {
        let error = #expect(throws: JournalError.self) { try StateDirectory.prepare("/dev/null/state") }
        #expect(error?.kind == .unavailable)
        #expect(error?.reason.contains("/dev/null") == true)
    }

    @Test(arguments: [0x6969, 0xFF53_4D42, -11_317_950, 0x6573_5546]) func networksAreKnownByTheirNumber(
        type: Int
    ) {
        #expect(NetworkFileSystem.name(ofType: type) != nil)
    }

    @Test func aDiskIsNoNetwork() {
        #expect(NetworkFileSystem.name(ofType: 0xEF53) == nil)
        #expect(NetworkFileSystem.name(at: "/proc") == nil)
    }
}

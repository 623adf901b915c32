import Foundation
import Testing

/// A file of credentials that the command line names.
@Suite struct CredentialsFileTests {
    private func run(mode: Int) throws -> ProgramRun {
        let cloud = try ServedCloud(["--fleet", "1", "--access-key", "me:secret"])
        let keys = try TemporaryFile(
            #"{ "default": { "access_key_id": "me", "access_key_secret": "secret" } }"#, name: "keys.json")
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: keys.path)
        return try ProgramRun([
            "--endpoint", cloud.address, "--credentials-file", keys.path, "-e",
            "print(#zec.instances {}, #zec.instances {})",
        ])
    }

    @Test func aFileThatEveryUserCanReadIsNamedOnceAndUsed() throws {
        let run = try run(mode: 0o644)
        #expect(run.output == "1\t1\n")
        #expect(run.error.components(separatedBy: "lets every user of this machine read it").count == 2)
        #expect(run.error.contains("chmod o-r /"))
    }

    @Test(arguments: [0o600, 0o640])
    func aFileOfItsOwnerAndAGroupGivesNoWarning(mode: Int) throws {
        let run = try run(mode: mode)
        #expect(run.output == "1\t1\n" && !run.error.contains("every user of this machine"))
    }
}

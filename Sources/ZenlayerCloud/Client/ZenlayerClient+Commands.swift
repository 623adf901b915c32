public import Basics

extension ZenlayerClient {
    /// Runs a shell script inside instances, through their agents, and deletes it from the cloud afterwards.
    ///
    /// The script has at most 16,384 characters, and 1 to 60 seconds in each instance. If the cloud refuses a request because
    /// of one instance, a script that `mayRunTwice` is invoked again for the other instances. `completion` gets a result for
    /// each id, or an error if there is no result at all.
    @discardableResult
    public func execute(
        _ shell: String, on ids: [String], timeout: Duration = .seconds(30), mayRunTwice: Bool = false,
        completion: @escaping (Result<[String: CommandResult], CloudError>) -> Void
    ) -> any Cancellable {
        if let problem = Self.problem(with: ids) ?? Self.problem(with: shell, timeout) {
            return refuse(problem, completion)
        }
        let seconds = Int(timeout.components.seconds) + (timeout.components.attoseconds > 0 ? 1 : 0)
        let run = CommandRun(
            CommandRun.Script(shell: shell, timeoutSeconds: seconds, isRepeatable: mayRunTwice), on: ids,
            sender: sender,
            completion: completion)
        run.start()
        return run
    }

    /// The kernel's boot ids, which differ after every boot.
    ///
    /// An instance without an agent is missing from the result, and on a cloud without this service so is every instance;
    /// that is never an error.
    @discardableResult
    public func bootIDs(
        of ids: [String], completion: @escaping (Result<[String: String], CloudError>) -> Void
    ) -> any Cancellable {
        if let problem = Self.problem(with: ids) { return refuse(problem, completion) }
        return execute(
            "cat /proc/sys/kernel/random/boot_id", on: ids, timeout: .seconds(10), mayRunTwice: true
        ) { result in
            let results = (try? result.get()) ?? [:]
            completion(.success(results.compactMapValues(Self.bootID)))
        }
    }

    private static func problem(with shell: String, _ timeout: Duration) -> CloudError? {
        if shell.isEmpty { return .argument("The shell script is empty.") }
        if shell.unicodeScalars.count > CreateCommand.contentSizeMax {
            return .argument("The shell script is longer than \(CreateCommand.contentSizeMax) characters.")
        }
        guard timeout >= .seconds(1), timeout <= .seconds(60) else {
            return .argument("The time limit of a shell script must be from 1 to 60 seconds.")
        }
        return nil
    }

    /// A UUID in lower case: `0f4ad8b9-6b0c-4d4e-9a43-5bd35ff8a3a8`; anything else is no evidence.
    private static func bootID(_ result: CommandResult) -> String? {
        guard result.status == "Success", result.exitCode ?? 0 == 0 else { return nil }
        let text = result.stdout.utf8.filter { $0 > UInt8(ascii: " ") }
        let isUUID =
            text.count == 36
            && text.indices.allSatisfy { place in
                let isHyphen = text[place] == UInt8(ascii: "-")
                return [8, 13, 18, 23].contains(place)
                    ? isHyphen : Character(Unicode.Scalar(text[place])).isHexDigit
            }
        return isUUID ? String(decoding: text, as: UTF8.self).lowercased() : nil
    }
}

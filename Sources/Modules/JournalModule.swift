import Basics
import Journal
import Lua
import ScriptRuntime

/// Opens campaigns and their journals for the embedded Lua modules; scripts can't call these functions.
final class JournalModule {
    let runtime: ScriptRuntime
    /// The settings of the cloud client; nil if the run has no cloud.
    let client: ClientSettings?
    /// The claimed campaign names, in the order of their claim numbers from 1; nil after the release.
    var claimed: [(any CampaignStore)?] = []
    /// The opened journals, in the order of their numbers from 1.
    private var opened: [any JournalStore] = []
    /// The event to write to each journal after the end of the script; the keys are numbers of journals.
    private var lastWords: [Int: LuaTable] = [:]

    init(_ runtime: ScriptRuntime, client: ClientSettings?) {
        self.runtime = runtime
        self.client = client
        runtime.endActions.append { [weak self] in self?.sayLastWords() }
    }

    var module: ScriptModule {
        ScriptModule(
            name: "journal", summary: "Where the events of a roll are kept.",
            functions: campaigns + history + [append, isDurable, wait, read, last, lastWord])
    }

    private static let number = Parameter("number", .integer, "From host.campaign_open.")

    /// Keeps a journal open for the script, and returns its number.
    func add(_ journal: any JournalStore) -> LuaValue {
        opened.append(journal)
        return .integer(Int64(opened.count))
    }

    private var append: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.journal_append", "Keeps the next event of a roll.",
                parameters: [
                    Self.number,
                    Parameter("sequence", .integer, "The number of the event, from 1."),
                    Parameter("event", .table, "The event: flat JSON values."),
                    Parameter("is_awaited", .boolean, "Whether an effect waits until it is durable."),
                ])
        ) { [self] arguments in
            let entry = JournalEntry(
                sequence: Int(arguments[1].integer ?? 0), encoded: try encoded(arguments[2]),
                isAwaited: arguments[3].boolean ?? false)
            do throws(JournalError) { try store(arguments)?.append(entry) } catch { throw Self.error(error) }
            return .nothing
        }
    }

    private func encoded(_ event: LuaValue) throws -> [UInt8] {
        do throws(JSONConversionError) { return try JSONValue(event).serialized() } catch {
            throw ArgumentError(argument: 3, error.problem)
        }
    }

    private var isDurable: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.journal_is_durable", "Whether everything that was appended is durable.",
                parameters: [Self.number])
        ) { [self] arguments in .value(.boolean(store(arguments)?.isDurable ?? true)) }
    }

    private var wait: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.journal_wait", "Waits until everything that was appended is durable.",
                parameters: [Self.number], waits: true)
        ) { [self] arguments in
            guard let store = store(arguments), !store.isDurable else { return .nothing }
            let ticket = try runtime.beginOperation("the journal")
            let waiter = store.whenDurable { [runtime] problem in
                runtime.finish(ticket, problem.map { .failure(Self.error($0)) } ?? .nothing)
            }
            runtime.onCancel(ticket) { waiter.cancel() }
            return .wait
        }
    }

    private var read: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.journal_read", "Reads stored events in their order, as tables.",
                parameters: [
                    Self.number,
                    Parameter("first", .integer, "The number of the first event, from 1."),
                    Parameter("count", .integer, "How many events at most."),
                ])
        ) { [self] arguments in
            let first = max(1, Int(arguments[1].integer ?? 1)), count = max(0, Int(arguments[2].integer ?? 0))
            let entries = store(arguments)?.entries(from: first, atMost: count) ?? []
            return .value(.array(try entries.map(Self.event)))
        }
    }

    private static func event(_ entry: JournalEntry) throws(ScriptError) -> LuaValue {
        do throws(JSONError) {
            return LuaValue(try JSONValue(parsing: entry.encoded), keepsNull: true)
        } catch {
            throw ScriptError(
                kind: "journal_damaged",
                message: "event \(entry.sequence) of the journal is not valid JSON: \(error)")
        }
    }

    private var last: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.journal_last", "The last event that is kept, as JSON; nil where there is none.",
                parameters: [Self.number])
        ) { [self] arguments in
            .value(store(arguments)?.last.map { .bytes($0.encoded) } ?? .nil)
        }
    }

    private var lastWord: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.journal_last_word", "The event that is kept once the script has ended; nil for none.",
                parameters: [
                    Self.number,
                    Parameter("event", .table, "It, without its number and times.", optional: true),
                ])
        ) { [self] arguments in
            lastWords[Int(arguments[0].integer ?? 0)] = arguments[1].table
            return .nothing
        }
    }

    /// Writes the last event of each journal and releases the claimed names; runs after the end of the
    /// script.
    private func sayLastWords() {
        for (number, event) in lastWords.sorted(by: { $0.key < $1.key }) {
            guard let store = store(number), case .object(let fields)? = try? JSONValue(.table(event))
            else { continue }
            // If the write fails, the next start of the script treats this process as killed.
            try? store.append(runtime.host.stamp(fields, sequence: store.count + 1))
        }
        for claim in claimed { claim?.release() }
        claimed = []
    }

    private func store(_ arguments: Arguments) -> (any JournalStore)? {
        store(Int(arguments[0].integer ?? 0))
    }

    private func store(_ number: Int) -> (any JournalStore)? {
        opened.indices.contains(number - 1) ? opened[number - 1] : nil
    }

    static func error(_ problem: JournalError) -> ScriptError {
        switch problem.kind {
        case .locked: ScriptError(kind: "locked", message: problem.reason)
        case .damaged, .newerSchema: ScriptError(kind: "journal_damaged", message: problem.reason)
        case .unavailable: ScriptError(kind: "journal_unavailable", message: problem.reason)
        case .failed, .full:
            ScriptError(
                kind: "journal", message: "the journal: \(problem.reason)",
                details: [.init(key: "hint", value: .string(JournalError.waysOut))])
        }
    }
}

import Basics
import History
import Journal
import Lua
import ScriptRuntime

/// The functions that read the journals for `rolling.status` and `rolling.why`.
extension JournalModule {
    var history: [HostFunction] { [status, why] }

    private var status: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.roll_status", "As rolling.status.",
                parameters: [Parameter("name", .string, "What the roll is called.")])
        ) { [self] arguments in
            try told { () throws(JournalError) in
                guard let campaign = try rolls().last(where: { $0.name == arguments[0].text }) else {
                    return nil
                }
                let history = try runtime.host.campaigns.history(of: campaign)
                return .object(HistoryJSON.run(try Summary(campaign, reading: history)))
            }
        }
    }

    private var why: HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.instance_story", "As rolling.why.",
                parameters: [
                    Parameter("instance", .string, "The id or the name of the instance."),
                    Parameter("run", .string, "Which roll.", optional: true),
                ])
        ) { [self] arguments in
            try told { () throws(JournalError) in
                let chosen = try chosen(arguments[1].text)
                var search = InstanceSearch(chosen, in: runtime.host.campaigns)
                let finding = search.find(arguments[0].text ?? "")
                if finding == nil, let problem = search.problems.first { throw problem }
                guard let finding, let position = finding.positions.first else { return nil }
                return .object(
                    HistoryJSON.story(try Story(finding.opening, at: position, reading: finding.history)))
            }
        }
    }

    /// The rolls at this run's endpoint, in order.
    private func rolls() throws(JournalError) -> [CampaignID] {
        try runtime.host.campaigns.campaigns().filter { $0.endpoint == endpoint && $0.kind == .roll }
    }

    private func chosen(_ run: String?) throws(JournalError) -> [CampaignID] {
        let rolls = try rolls()
        guard let run else { return rolls }
        do throws(RunReference.Problem) {
            return [try RunReference(run).find(among: rolls)]
        } catch { return [] }
    }

    private func told(_ body: () throws(JournalError) -> JSONValue?) throws -> HostAnswer {
        do throws(JournalError) {
            return .value(try body().map { LuaValue($0, keepsNull: false) } ?? .nil)
        } catch { throw Self.error(error) }
    }
}

import Basics
import ZenlayerCloud

/// An answer of the cloud for some instances, as the journal records it.
struct RequestAnswer {
    private enum Word: String { case accepted, refused, unknown }

    private let word: Word
    private let ids: [String]
    private var reason: String?

    private init(_ word: Word, _ ids: [String], reason: String? = nil) {
        (self.word, self.ids, self.reason) = (word, ids, reason)
    }

    /// Splits the result of a request into answers: one answer for each word and reason.
    static func answers(_ ids: [String], _ result: Result<WriteOutcome, CloudError>) -> [RequestAnswer] {
        switch result {
        case .failure(let error):
            // The cloud returned an error instead of lists: it refused every instance.
            [RequestAnswer(.refused, ids, reason: error.description)]
        case .success(let outcome):
            [
                RequestAnswer(.accepted, outcome.accepted),
                RequestAnswer(.unknown, outcome.unknown, reason: outcome.unknownCause?.description),
            ].filter { !$0.ids.isEmpty } + refusals(outcome)
        }
    }

    private static func refusals(_ outcome: WriteOutcome) -> [RequestAnswer] {
        let byReason = Dictionary(grouping: outcome.refused) { "\($0.message) [\($0.code)]" }
        return byReason.sorted { $0.key < $1.key }.map { reason, refused in
            RequestAnswer(.refused, refused.map(\.id), reason: reason)
        }
    }

    /// The fields of the journal's event.
    var fields: JSONObject {
        var fields: JSONObject = [
            "ids": .array(ids.map { .string($0) }), "answer": .string(word.rawValue),
        ]
        if let reason { fields["reason"] = .string(reason) }
        return fields
    }
}

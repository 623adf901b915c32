package import Basics

/// What really happened to the machines, whatever the cloud answered and the script believes.
///
/// *Down* is every instance of the fleet that is not running and healthy, including instances that were down from the start.
/// An instance in the recycle bin is not part of the fleet.
package struct Truth: Sendable, Equatable {
    /// One accepted request to reboot an instance.
    package struct Reboot: Sendable, Equatable {
        package var instanceID: String
        /// When it was requested.
        package var at: Duration
        /// The number of instances down just before.
        package var downBefore: Int
    }

    package var instances: Int
    package var downNow: Int
    package var mostDown: Int
    package var mostDownAt: Duration
    /// Boots that have begun, by instance id, in the order of the fleet; instances without a boot are left out.
    package var boots: [(instanceID: String, count: Int)]
    /// In the order in which they were accepted.
    package var reboots: [Reboot]
    /// Ids of instances that were rebooted on request more than once.
    package var doubleReboots: [String]
    /// The number of requests by action, sorted by name; every request that arrived counts, whatever its answer.
    package var requests: [(action: String, count: Int)]
    /// The most instance ids in one request.
    package var idsPerRequestMax: Int
    /// The number of requests answered with 429.
    package var throttled: Int
    /// The number of requests refused with any other error.
    package var refused: Int

    /// Boots of one instance since the simulation began.
    package func boots(of instanceID: String) -> Int {
        boots.first { $0.instanceID == instanceID }?.count ?? 0
    }

    /// Requests of one action.
    package func requests(of action: String) -> Int {
        requests.first { $0.action == action }?.count ?? 0
    }

    package static func == (left: Truth, right: Truth) -> Bool {
        left.json == right.json
    }

    /// The truth as JSON; times in seconds since the start.
    package var json: JSONValue {
        [
            "instances": .integer(Int64(instances)),
            "downNow": .integer(Int64(downNow)),
            "mostDown": .integer(Int64(mostDown)),
            "mostDownAt": .number(mostDownAt.inSeconds),
            "boots": .object(Self.object(boots.map { ($0.instanceID, $0.count) })),
            "reboots": .array(reboots.map(\.json)),
            "doubleReboots": .array(doubleReboots.map { .string($0) }),
            "requests": .object(Self.object(requests.map { ($0.action, $0.count) })),
            "idsPerRequestMax": .integer(Int64(idsPerRequestMax)),
            "throttled": .integer(Int64(throttled)),
            "refused": .integer(Int64(refused)),
        ]
    }

    private static func object(_ counts: [(String, Int)]) -> JSONObject {
        JSONObject(counts.map { JSONObject.Member(key: $0.0, value: .integer(Int64($0.1))) })
    }
}

extension Truth.Reboot {
    package var json: JSONValue {
        [
            "instanceId": .string(instanceID),
            "at": .number(at.inSeconds),
            "downBefore": .integer(Int64(downBefore)),
        ]
    }
}

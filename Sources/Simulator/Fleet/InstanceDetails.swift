import Basics

/// The fields of DescribeInstances that the simulation shows but does not use.
enum InstanceDetails {
    static let imageID = "img-debian-12"
    static let resourceGroupID = "default"

    /// The known fields, and defaults for the missing fields, as JSON members, each after a comma.
    static func complete(_ known: JSONObject) -> [UInt8] {
        var bytes: [UInt8] = []
        let missing = defaults.members.filter { known[$0.key] == nil }
        for member in known.members + missing {
            bytes.append(UInt8(ascii: ","))
            bytes += JSONValue.string(member.key).serialized()
            bytes.append(UInt8(ascii: ":"))
            bytes += member.value.serialized()
        }
        return bytes
    }

    private static let defaults: JSONObject = [
        "cpu": 2,
        "memory": 4,
        "imageName": "Debian 12",
        "timeZone": "UTC",
        "nicNetworkType": "Auto",
        "systemDisk": [
            "diskId": "disk-0", "diskSize": 20, "diskCategory": "Standard NVMe SSD", "burstingEnabled": false,
        ],
        "dataDisks": [],
        "keyId": nil,
        "subnetId": "subnet-0",
        "securityGroupId": "sg-0",
        "enableAgent": true,
        "enableAgentMonitor": true,
        "enableIpForward": false,
        "createTime": "2025-10-01T08:00:00Z",
        "expiredTime": nil,
        "resourceGroupName": "Default",
        "nics": [],
        "loadBalancerIds": [],
        "placementGroupId": nil,
        "instanceOptions": ["nestedVirtualization": false],
    ]
}

package import Lua
package import ScriptRuntime

/// The row of an instance, as `zec.instances` returns it.
///
/// Source: InstanceInfo of the API, version 2025-09-01. Every field may be missing; the cloud may add others.
package enum InstanceDeclaration {
    package static let row = RecordDeclaration(
        "zec.instance",
        "An instance, with the API's own fields. Each can be nil but instanceId and status; the cloud may send others as well.",
        noun: "an instance", fields: identity + place + machine + network + rest, isOpen: true,
        otherNames: [
            "id": "instanceId", "name": "instanceName", "type": "instanceType", "zone": "zoneId",
            "image": "imageId", "state": "status", "ip": "publicIpAddresses",
            "address": "publicIpAddresses",
        ])

    /// The filter of instances; its fields have the names of the API.
    package static let filter = Parameter(
        "filter",
        .options([
            Parameter("instanceIds", .array(of: "instance ids"), "Only these.", optional: true),
            Parameter("zoneId", .string, "The zone.", optional: true),
            Parameter("imageId", .string, "The image.", optional: true),
            Parameter("instanceType", .string, "The type.", optional: true),
            Parameter("instanceTypeSeries", .string, "The series of types.", optional: true),
            Parameter("ipv4Address", .string, "An IPv4 address.", optional: true),
            Parameter("ipv6Address", .string, "An IPv6 address.", optional: true),
            Parameter("status", .string, "The status.", optional: true),
            Parameter("name", .string, "A part of the name.", optional: true),
            Parameter("resourceGroupId", .string, "The resource group.", optional: true),
            Parameter("tagKeys", .array(of: "tag names"), "Tags that must be there.", optional: true),
            Parameter("tags", .table, "Tags and their values: {role=\"web\"}.", optional: true),
        ]), "Conditions that must all hold; {} for every instance.")

    private typealias Field = RecordDeclaration.Field

    private static let identity = [
        Field("instanceId", "string", "The id, always a string."),
        Field("instanceName", "string", "The name.", optional: true),
        Field("status", "string", "RUNNING, STOPPED, REBOOT, …; zecscript help status lists the words."),
        Field("tags", "table<string, string>", "The tags, by key: instance.tags.role.", optional: true),
    ]

    private static let place = [
        Field("zoneId", "string", "The zone, such as asia-east-1a.", optional: true),
        Field("timeZone", "string", "The time zone of its clock.", optional: true),
        Field("placementGroupId", "string", "The placement group.", optional: true),
        Field("resourceGroupId", "string", "The resource group.", optional: true),
        Field("resourceGroupName", "string", "The name of the resource group.", optional: true),
    ]

    private static let machine = [
        Field("instanceType", "string", "The type, such as z2a.cpu.1.", optional: true),
        Field("cpu", "integer", "The number of cores.", optional: true),
        Field("memory", "integer", "The memory, in GiB.", optional: true),
        Field("imageId", "string", "The image.", optional: true),
        Field("imageName", "string", "The name of the image.", optional: true),
        Field("systemDisk", "table", "diskId, diskSize (GiB), diskCategory.", optional: true),
        Field("dataDisks", "table[]", "diskId, diskName, diskSize (GiB), diskCategory.", optional: true),
        Field("keyId", "string", "The SSH key.", optional: true),
        Field(
            "enableAgent", "boolean", "Whether the cloud's agent runs in it, which zec.exec needs.",
            optional: true),
        Field("enableAgentMonitor", "boolean", "Whether the agent reports figures.", optional: true),
    ]

    private static let network = [
        Field("publicIpAddresses", "string[]", "The public addresses.", optional: true),
        Field("privateIpAddresses", "string[]", "The private addresses.", optional: true),
        Field("nics", "table[]", "The network interfaces.", optional: true),
        Field("nicNetworkType", "string", "Auto, FailOver, VirtioOnly or VfOnly.", optional: true),
        Field("subnetId", "string", "The subnet of the primary interface.", optional: true),
        Field("securityGroupId", "string", "The security group of the primary interface.", optional: true),
        Field("loadBalancerIds", "string[]", "The load balancers that it is behind.", optional: true),
        Field("enableIpForward", "boolean", "Whether it forwards packets.", optional: true),
    ]

    private static let rest = [
        Field("createTime", "string", "When it was made: 2026-01-05T09:00:00Z.", optional: true),
        Field("expiredTime", "string", "When it expires.", optional: true),
        Field("instanceOptions", "table", "nestedVirtualization.", optional: true),
    ]
}

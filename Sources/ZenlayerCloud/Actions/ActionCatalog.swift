/// The actions whose properties the client knows.
public enum ActionCatalog {
    public static let actions: [ActionDescriptor] = [
        RebootInstances.descriptor,
        StartInstances.descriptor,
        StopInstances.descriptor,
        DescribeInstances.descriptor,
        DescribeInstancesStatus.descriptor,
        DescribeInstanceMonitorData.descriptor,
        DescribeZones.descriptor,
        CreateCommand.descriptor,
        InvokeCommand.descriptor,
        DescribeCommandInvocations.descriptor,
        DeleteCommand.descriptor,
        DescribeMaintenanceAlerts.descriptor,
    ]

    /// The descriptor of any action, by name.
    ///
    /// An action that is not in the catalog is repeated only if its name begins with `Describe`. The cloud's own pages link
    /// to a `DescribeInstanceStatus` that does not exist; `DescribeInstancesStatus` is meant.
    static func descriptor(named name: String, of service: CloudService) -> ActionDescriptor {
        let name = name == "DescribeInstanceStatus" ? DescribeInstancesStatus.descriptor.name : name
        let known = actions.first { $0.name == name && $0.service.name == service.name }
        let repeatability = known?.repeatability ?? (name.hasPrefix("Describe") ? .safe : .never)
        return ActionDescriptor(name, of: service, repeatability: repeatability)
    }
}

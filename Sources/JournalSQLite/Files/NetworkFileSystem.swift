internal import CSQLite

/// File systems that another machine keeps, so that their locks and syncs are not reliable.
enum NetworkFileSystem {
    /// The names, by the type numbers of statfs(2).
    private static let names: [Int: String] = [
        0x6969: "NFS", 0x517B: "SMB", 0xFF53_4D42: "CIFS", 0xFE53_4D42: "SMB2", 0x5346_414F: "AFS",
        0x6B41_4653: "AFS", 0x00C3_6400: "Ceph", 0x0102_1997: "9P", 0x6573_5546: "FUSE", 0x7375_7245: "Coda",
        0x564C: "NCP", 0x0BD0_0BD0: "Lustre", 0x4750_4653: "GPFS", 0x0BAD_F1EA: "OrangeFS",
        0x786F_4256: "a folder of VirtualBox", 0xBACB_ACBC: "a folder of VMware",
    ]

    /// Returns the name of a type of statfs(2); nil if the type is not in the list.
    static func name(ofType type: Int) -> String? {
        // Some types have the highest of 32 bits set, and come with or without a sign.
        names[type & 0xFFFF_FFFF]
    }

    /// Returns the name of the file system of a path; nil if its type is not in the list.
    static func name(at path: String) -> String? {
        let type = zec_file_system_type(path)
        return type == -1 ? nil : name(ofType: Int(type))
    }
}

extension Fleet {
    /// A fleet of which only ids and names are known.
    package init(tracing rows: [(id: String, name: String)]) throws(FleetError) {
        try self.init(
            rows.enumerated().map { position, row in
                Instance(
                    id: row.id, name: row.name, zone: "", type: "", imageID: "", resourceGroupID: "",
                    tags: [],
                    status: .running, position: Int32(clamping: position),
                    addresses: .generated(Int32(clamping: position)),
                    details: [])
            })
    }
}

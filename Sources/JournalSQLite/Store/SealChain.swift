internal import Journal

/// The seals of a journal, one after the other: each is made of the one before, and of the rows of its commit.
///
/// Writing and reading make the chain in the same way; where a seal that is read differs, what stands before it is not what was
/// written.
struct SealChain {
    private(set) var lastSequence = 0
    private(set) var seal: Seal
    /// The sum over all rows of the table of subjects, at the last seal.
    private(set) var subjects = SubjectSum()
    /// The seal before it, and the rows since.
    private var content: [UInt8]

    /// The beginning: which campaign it is, so that the file of another one is noticed.
    init(of campaign: CampaignID) {
        seal = Seal.hash(Array("\(campaign.endpoint)\u{0}\(campaign.name)\u{0}\(campaign.number)".utf8))
        content = seal.bytes
    }

    /// The next row of the table of events.
    mutating func add(time: Double, kind: some Collection<UInt8>, event: some Collection<UInt8>) {
        lastSequence += 1
        add(UInt64(lastSequence))
        add(time.bitPattern)
        add(UInt64(kind.count))
        content.append(contentsOf: kind)
        add(UInt64(event.count))
        content.append(contentsOf: event)
    }

    /// The end of a commit; `subjects` is the sum over all rows until then.
    mutating func close(subjects: SubjectSum) -> Seal {
        self.subjects = subjects
        add(subjects.value)
        seal = Seal.hash(content)
        content.removeAll(keepingCapacity: true)
        content.append(contentsOf: seal.bytes)
        return seal
    }

    private mutating func add(_ number: UInt64) {
        withUnsafeBytes(of: number.littleEndian) { content.append(contentsOf: $0) }
    }
}

/// A sum over the rows of the table of subjects, in whatever order they are read: one row more, less or different changes it.
struct SubjectSum: Equatable {
    private(set) var value: UInt64 = 0

    init() {}

    init(value: UInt64) { self.value = value }

    /// FNV-1a over the instance and the number; it is against damage, not against malice.
    mutating func add(instance: some Collection<UInt8>, sequence: Int64) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in instance { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        for shift in stride(from: 0, to: 64, by: 8) {
            hash = (hash ^ UInt64(truncatingIfNeeded: sequence >> shift) & 0xff) &* 0x100_0000_01b3
        }
        value &+= hash ^ hash >> 32
    }
}

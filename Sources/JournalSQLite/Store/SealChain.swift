internal import Journal

/// The seals of a journal, in order: each is made from the seal before it, and from the rows of its commit.
///
/// Writing and reading make the chain in the same way; if a stored seal differs, the rows before it are not
/// what was written.
struct SealChain {
    private(set) var lastSequence = 0
    private(set) var seal: Seal
    /// The sum over all rows of the table of subjects, at the last seal.
    private(set) var subjects = SubjectSum()
    /// The last seal, and the rows since.
    private var content: [UInt8]

    /// Begins the chain with the campaign, so that the file of another campaign is detected.
    init(of campaign: CampaignID) {
        seal = Seal.hash(Array("\(campaign.endpoint)\u{0}\(campaign.name)\u{0}\(campaign.number)".utf8))
        content = seal.bytes
    }

    /// Adds the next row of the table of events.
    mutating func add(time: Double, kind: some Collection<UInt8>, event: some Collection<UInt8>) {
        lastSequence += 1
        add(UInt64(lastSequence))
        add(time.bitPattern)
        add(UInt64(kind.count))
        content.append(contentsOf: kind)
        add(UInt64(event.count))
        content.append(contentsOf: event)
    }

    /// Ends a commit; `subjects` is the sum over all rows so far.
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

/// A sum over the rows of the table of subjects that does not depend on their order; a missing, additional or
/// different row changes the sum.
struct SubjectSum: Equatable {
    private(set) var value: UInt64 = 0

    init() {}

    init(value: UInt64) { self.value = value }

    /// Adds the FNV-1a hash of the instance and the number; it detects damage, but no manipulation.
    mutating func add(instance: some Collection<UInt8>, sequence: Int64) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in instance { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        for shift in stride(from: 0, to: 64, by: 8) {
            hash = (hash ^ UInt64(truncatingIfNeeded: sequence >> shift) & 0xff) &* 0x100_0000_01b3
        }
        value &+= hash ^ hash >> 32
    }
}

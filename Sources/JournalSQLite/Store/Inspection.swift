internal import Journal

/// Reads a whole journal and checks that it holds what was written; changes nothing.
struct Inspection {
    let place: JournalPlace
    let connection: Connection

    /// The result for an undamaged journal.
    struct Finding {
        var chain: SealChain
        /// The position of the journal before its last commit.
        var before: WitnessRecord
        var entries = EntryBytes()

        var last: WitnessRecord { WitnessRecord(lastSequence: chain.lastSequence, seal: chain.seal) }
    }

    /// Reads and checks everything; `witness` is the record in the witness file, nil if the file has no record.
    ///
    /// - Throws: ``JournalError`` or ``SQLiteError``.
    func find(witness: WitnessRecord?) throws -> Finding {
        let finding = try Schema.text(of: connection).isEmpty ? empty() : inspectTables()
        try compare(finding, with: witness)
        return finding
    }

    /// Returns the finding for a file in which no event is written yet.
    private func empty() throws -> Finding {
        guard try Schema.version(of: connection) == 0 else { throw place.damaged("it has no tables") }
        return start
    }

    private var start: Finding {
        let chain = SealChain(of: place.campaign)
        return Finding(chain: chain, before: WitnessRecord(lastSequence: 0, seal: chain.seal))
    }

    private func inspectTables() throws -> Finding {
        let version = try Schema.version(of: connection)
        guard version <= Schema.version else { throw place.newer(version) }
        guard version > 0, try Schema.text(of: connection) == Schema.expectedText(version: version) else {
            throw place.damaged("its tables are not declared as they were")
        }
        if let problem = try connection.text("pragma quick_check(1)"), problem != "ok" {
            throw place.damaged(problem)
        }
        let finding = try readEvents()
        guard try sumOfSubjects() == finding.chain.subjects else {
            throw place.damaged("its index of instances is not what was written")
        }
        if finding.chain.lastSequence > 0 { try checkOwner() }
        return finding
    }

    /// Reads all events, commit by commit, and computes the chain of seals again.
    private func readEvents() throws -> Finding {
        var finding = start
        let rows = try connection.prepare("select seq, time, kind, event from entry order by seq")
        let seals = try connection.prepare("select last_seq, subjects, hash from seal order by last_seq")
        while try seals.step() {
            finding.before = finding.last
            try readCommit(upTo: seals.integer(0), rows, into: &finding)
            let subjects = SubjectSum(value: UInt64(bitPattern: seals.integer(1)))
            guard finding.chain.close(subjects: subjects) == Seal(seals.bytes(2)) else {
                throw place.damaged(
                    "the events \(finding.before.lastSequence + 1) to \(finding.chain.lastSequence) "
                        + "are not what was written")
            }
        }
        guard try !rows.step() else {
            throw place.damaged("the seal of event \(rows.integer(0)) is missing")
        }
        return finding
    }

    private func readCommit(upTo last: Int64, _ rows: Statement, into finding: inout Finding) throws {
        while finding.chain.lastSequence < last {
            let expected = finding.chain.lastSequence + 1
            guard try rows.step(), !rows.isNull(0), rows.integer(0) == expected else {
                throw place.damaged("event \(expected) is missing")
            }
            let event = rows.bytes(3)
            finding.entries.append(event)
            finding.chain.add(time: rows.double(1), kind: rows.bytes(2), event: event)
        }
    }

    private func sumOfSubjects() throws -> SubjectSum {
        var sum = SubjectSum()
        let rows = try connection.prepare("select instance, seq from subject")
        while try rows.step() { sum.add(instance: rows.bytes(0), sequence: rows.integer(1)) }
        return sum
    }

    private func checkOwner() throws {
        guard try Owner.read(connection) == place.campaign else {
            throw place.damaged("it belongs to another campaign")
        }
    }

    private func compare(_ finding: Finding, with witness: WitnessRecord?) throws(JournalError) {
        guard let witness else {
            guard finding.chain.lastSequence == 0 else {
                throw place.damaged(
                    "the file \(place.witness), which says how far it had come, can't be read")
            }
            return
        }
        let found = finding.chain.lastSequence
        guard witness.lastSequence <= found else {
            throw place.lost(recorded: witness.lastSequence, found: found)
        }
        // A process that was killed between a commit and the write of its witness leaves the database one
        // commit ahead.
        guard witness == finding.last || witness == finding.before else {
            throw place.damaged(
                "it and the file \(place.witness), which says how far it had come, do not match")
        }
    }
}

/// The faults of one simulated cloud; by default it has no fault.
///
/// Each fault of ``FaultCatalog`` is a property of the same name: `faults.answerLost = 0.1`.
@dynamicMemberLookup
package struct Faults: Sendable, Equatable {
    /// The values that differ from the usual values.
    private var values: [FaultName: AnyFaultValue] = [:]

    package init() {}

    package subscript<Value>(fault: Fault<Value>) -> Value {
        get { values[fault.name]?.value as? Value ?? fault.usual }
        set { values[fault.name] = newValue == fault.usual ? nil : AnyFaultValue(value: newValue) }
    }

    package subscript<Value>(dynamicMember path: KeyPath<FaultCatalog, Fault<Value>>) -> Value {
        get { self[FaultCatalog()[keyPath: path]] }
        set { self[FaultCatalog()[keyPath: path]] = newValue }
    }
}

/// The catalog of faults: each fault is a property of it, declared in its own file.
package struct FaultCatalog {}

private struct AnyFaultValue: Sendable, Equatable {
    let value: any Sendable & Equatable

    static func == (left: Self, right: Self) -> Bool { left.value.isEqual(to: right.value) }
}

extension Equatable {
    fileprivate func isEqual(to other: any Equatable) -> Bool { (other as? Self) == self }
}

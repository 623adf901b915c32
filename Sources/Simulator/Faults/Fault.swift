package import Basics

/// A fault of a simulated cloud, declared once: its name, its summary, its form in JSON, the values that each weather draws
/// for it, and its effect.
///
/// To add a fault, write its file and its line in ``Faults/all``.
package struct Fault<Value: Sendable & Equatable>: FaultDeclaration {
    package let name: FaultName
    let summary: String
    let form: SettingForm<Value>
    /// Its value if it is not set.
    let usual: Value
    private let makeDraws: @Sendable () -> WeatherDraws
    private let activate: @Sendable (FaultName, Value, inout ActiveFaults) -> Void

    /// Makes a fault; `enlist` registers its effects in a cloud.
    init(
        _ name: String, _ form: SettingForm<Value>, usual: Value, _ summary: String,
        draws: @autoclosure @escaping @Sendable () -> WeatherDraws = WeatherDraws(),
        enlist: @escaping @Sendable (FaultName, Value, inout ActiveFaults) -> Void = { _, _, _ in }
    ) {
        self.name = FaultName(name)
        self.form = form
        self.usual = usual
        self.summary = summary
        makeDraws = draws
        activate = enlist
    }

    package var draws: WeatherDraws { makeDraws() }

    package var setting: Setting {
        let fault = self
        return Setting(
            name.rawValue, summary, form: form.text,
            get: { fault.form.write($0.faults[fault]) },
            set: { settings, json in
                guard let value = fault.form.read(json) else { return false }
                settings.faults[fault] = value
                return true
            })
    }

    package func enlist(_ faults: Faults, in active: inout ActiveFaults) {
        let value = faults[self]
        if value != usual { activate(name, value, &active) }
    }
}

/// A fault with values of any type.
package protocol FaultDeclaration: Sendable {
    var name: FaultName { get }
    var setting: Setting { get }
    var draws: WeatherDraws { get }

    /// Registers its effects, if its value is not the usual one.
    func enlist(_ faults: Faults, in active: inout ActiveFaults)
}

/// The values that the named weathers draw for a fault, as in a weather file; nil: the weather leaves the
/// usual value.
package struct WeatherDraws: Sendable {
    package var calm: JSONValue?
    package var normal: JSONValue?
    package var hostile: JSONValue?
}

/// The name of a fault, which is also the name of its setting.
package struct FaultName: RawRepresentable, Hashable, Sendable {
    package let rawValue: String

    /// Makes the name of a declared fault.
    init(_ name: String) { rawValue = name }

    /// Makes the name of a fault; nil if no fault has this name.
    package init?(rawValue: String) {
        guard Faults.names.contains(rawValue) else { return nil }
        self.rawValue = rawValue
    }
}

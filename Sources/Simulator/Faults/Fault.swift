package import Basics

/// One thing that can go wrong in a simulated cloud, declared once: its name, its sentence, how it is read from JSON and
/// written to it, what each weather draws for it, and what it does.
///
/// To add one, write its file and its line in ``Faults/all``.
package struct Fault<Value: Sendable & Equatable>: FaultDeclaration {
    package let name: FaultName
    let summary: String
    let form: SettingForm<Value>
    /// Its value where nobody sets it.
    let usual: Value
    private let makeDraws: @Sendable () -> WeatherDraws
    private let activate: @Sendable (FaultName, Value, inout ActiveFaults) -> Void

    /// Makes a fault; `enlist` says at which points in the life of a cloud it does something, and what.
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

/// A fault, whatever form its values have.
package protocol FaultDeclaration: Sendable {
    var name: FaultName { get }
    var setting: Setting { get }
    var draws: WeatherDraws { get }

    /// Adds what it does, where its value is not the usual one.
    func enlist(_ faults: Faults, in active: inout ActiveFaults)
}

/// What the named weathers draw for a fault, as in a weather file; nil where a weather leaves the usual value.
package struct WeatherDraws: Sendable {
    package var calm: JSONValue?
    package var normal: JSONValue?
    package var hostile: JSONValue?
}

/// The name of a fault: that of its setting.
package struct FaultName: RawRepresentable, Hashable, Sendable {
    package let rawValue: String

    /// Takes the name of a fault that is declared.
    init(_ name: String) { rawValue = name }

    /// Nil for a name that no fault has.
    package init?(rawValue: String) {
        guard Faults.names.contains(rawValue) else { return nil }
        self.rawValue = rawValue
    }
}

package import Lua

extension FunctionDeclaration {
    /// Whether it is a method of an object.
    var isMethod: Bool { path.contains(":") }

    /// The parameters that a call writes between its parentheses.
    package var writtenParameters: [Parameter] {
        let own = isMethod ? Array(parameters.dropFirst()) : parameters
        return own + (rest.map { [$0] } ?? [])
    }

    /// The signature, in the form of a call: `zec.reboot(ids [, options])`.
    var signature: String {
        var text = ""
        for (index, parameter) in writtenParameters.enumerated() {
            let separator = index == 0 ? "" : ", "
            text +=
                parameter.isOptional
                ? "\(index == 0 ? "[" : " [, ")\(parameter.name)]" : separator + parameter.name
        }
        return "\(path)(\(text))"
    }

    /// All its options, of every table of options.
    package var options: [Parameter] { writtenParameters.flatMap(Self.options) }

    /// The options that a parameter takes if it is a table of options; otherwise none.
    package static func options(of parameter: Parameter) -> [Parameter] {
        if case .options(let options) = parameter.type { options } else { [] }
    }
}

extension String {
    /// The text with a capital first letter and a full stop, unless it begins with code or ends with punctuation.
    var asSentence: String {
        guard let first, let last else { return self }
        let capital = first.isLetter ? first.uppercased() + dropFirst() : self
        return ".!?:".contains(last) ? capital : capital + "."
    }
}

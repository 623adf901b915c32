/// The error messages for arguments that do not fit their declaration.
enum ArgumentExplanation {
    /// The argument itself has a wrong type: `bad argument #1 to 'reboot' (array of instance ids expected, got nil)`.
    static func wrongType(_ declaration: FunctionDeclaration, argument: Int, actual: String) -> String {
        guard let parameter = declaration.parameter(argument) else {
            return tooMany(declaration, argument: argument)
        }
        let got = actual == "nil" && argument > 0 ? "got nil" : "got \(actual)"
        return bad(declaration, argument, "\(parameter.type.expectation) expected, \(got)")
    }

    /// More arguments than the function has parameters.
    static func tooMany(_ declaration: FunctionDeclaration, argument: Int) -> String {
        let count = declaration.parameters.count
        let takes = count == 0 ? "no arguments" : count == 1 ? "one argument" : "at most \(count) arguments"
        return bad(declaration, argument, "'\(declaration.path)' takes \(takes)")
    }

    /// An option has a wrong type, or is missing.
    static func wrongField(
        _ declaration: FunctionDeclaration, argument: Int, field: String, actual: String
    ) -> String {
        let expected = declaration.option(field, of: argument)?.type.expectation ?? "value"
        return bad(declaration, argument, "option '\(field)': \(expected) expected, got \(actual)")
    }

    /// An option that the function does not know.
    static func unknownField(_ declaration: FunctionDeclaration, argument: Int, field: String) -> String {
        let known = declaration.options(of: argument).map(\.name)
        let hint = NearestName.hint(for: field, among: known)
        return bad(declaration, argument, "unknown option '\(field)'\(hint)")
    }

    static func bad(_ declaration: FunctionDeclaration, _ argument: Int, _ problem: String) -> String {
        // Counts as Lua does: in a method call, the handle is not an argument.
        let number = declaration.path.contains(":") ? argument - 1 : argument
        if number == 0 { return "calling '\(declaration.shortName)' on bad self (\(problem))" }
        return "bad argument #\(number) to '\(declaration.shortName)' (\(problem))"
    }
}

extension FunctionDeclaration {
    fileprivate func parameter(_ number: Int) -> Parameter? {
        parameters.indices.contains(number - 1) ? parameters[number - 1] : rest
    }

    fileprivate func options(of argument: Int) -> [Parameter] {
        if case .options(let options)? = parameter(argument)?.type { options } else { [] }
    }

    fileprivate func option(_ name: String, of argument: Int) -> Parameter? {
        options(of: argument).first { $0.name == name }
    }
}

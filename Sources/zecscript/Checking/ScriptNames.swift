/// The meaning of the names in a script, as far as its text shows without running it.
struct ScriptNames {
    let tokens: [LuaToken]
    /// The modules of the program, and the variables that `require` fills: `rolling` → `rolling`.
    private(set) var modules: [String: String] = [:]
    /// The names of modules that the script requires, each with its line.
    private(set) var required: [(name: String, line: Int)] = []
    /// Names that the script declares as locals or parameters; they hide the program's names.
    private(set) var declared: Set<String> = []
    /// Variables that hold a row of `zec.instances`, each with the tokens in which it holds that row.
    private(set) var instances: [(name: String, tokens: Range<Int>)] = []
    /// Variables that hold a list of such rows.
    private var lists: Set<String> = []

    init(_ tokens: [LuaToken], globalModules: Set<String>) {
        self.tokens = tokens
        findDeclarations()
        for module in globalModules where !declared.contains(module) { modules[module] = module }
        findInstances()
    }

    // MARK: Declarations

    private mutating func findDeclarations() {
        for index in tokens.indices {
            switch tokens[index].name {
            case "require": noteRequire(at: index)
            case "local" where name(index + 1) == "function":
                declared.formUnion([name(index + 2)].compactMap { $0 })
            case "local": noteLocals(after: index)
            case "for": declared.formUnion(names(from: index + 1))
            case "function":
                declared.formUnion(parameters(ofFunctionAt: index))
                // A function of the script replaces a function of the program.
                if let own = name(index + 1), isSymbol("(", index + 2) { declared.insert(own) }
            default: break
            }
        }
        for name in modules.keys where declared.contains(name) { modules[name] = nil }
    }

    private mutating func noteRequire(at index: Int) {
        let argument = isSymbol("(", index + 1) ? index + 2 : index + 1
        guard let module = string(argument), !isSymbol(".", index - 1), !isSymbol(":", index - 1) else {
            return
        }
        required.append((module, tokens[index].line))
    }

    /// `local NAME = require "NAME"` adds a module; every other local only hides a name of the program.
    private mutating func noteLocals(after index: Int) {
        let names = names(from: index + 1)
        if names.count == 1, isSymbol("=", index + 2) {
            if name(index + 3) == "require" {
                let argument = isSymbol("(", index + 4) ? index + 5 : index + 4
                if let module = string(argument) { return modules[names[0]] = module }
            }
            // `local zec = zec` changes nothing.
            if name(index + 3) == names[0], !isSymbol(".", index + 4) { return }
            if isCallOfInstances(index + 3) { lists.insert(names[0]) }
        }
        declared.formUnion(names)
    }

    /// Returns `a` and `b` of `a, b`; skips attributes such as `<const>`.
    private func names(from first: Int) -> [String] {
        var names: [String] = [], index = first
        while let name = name(index) {
            names.append(name)
            index += 1
            if isSymbol("<", index) { index += 3 }
            guard isSymbol(",", index) else { break }
            index += 1
        }
        return names
    }

    func parameters(ofFunctionAt index: Int) -> [String] {
        var open = index + 1
        while name(open) != nil || isSymbol(".", open) || isSymbol(":", open) { open += 1 }
        return isSymbol("(", open) ? names(from: open + 1) : []
    }

    // MARK: Instances

    private mutating func findInstances() {
        for index in tokens.indices {
            switch tokens[index].name {
            case "for": noteLoop(at: index)
            case "function": noteCallback(at: index)
            case "local": noteRow(at: index)
            default: break
            }
        }
    }

    /// Notes the variable of `local NAME = LIST[…]`.
    private mutating func noteRow(at index: Int) {
        guard let row = name(index + 1), isSymbol("=", index + 2), let end = end(ofItemAt: index + 3),
            !isSymbol(".", end), !isSymbol("[", end), !isSymbol(":", end)
        else { return }
        instances.append((row, end..<self.end(ofScopeAt: end)))
    }

    /// Returns the index after `LIST[…]`, an item of a list of rows; nil if no such item begins at an index.
    func end(ofItemAt index: Int) -> Int? {
        guard isList(index) else { return nil }
        var bracket = index + 1
        if isCallOfInstances(index) {
            guard ["(", "{"].contains(where: { isSymbol($0, index + 3) }) else { return nil }
            bracket = end(ofBracketAt: index + 3)
        }
        return isSymbol("[", bracket) ? end(ofBracketAt: bracket) : nil
    }

    /// Returns the index after the bracket that closes the bracket at an index.
    func end(ofBracketAt open: Int) -> Int {
        var depth = 0
        for index in open..<tokens.count {
            depth += tokens[index].nesting
            if depth == 0 { return index + 1 }
        }
        return tokens.count
    }

    /// Returns the index of the token that ends the block in which a token stands.
    private func end(ofScopeAt start: Int) -> Int {
        var depth = 0
        for index in start..<tokens.count {
            switch tokens[index].name {
            case "do", "function", "if", "repeat": depth += 1
            case "end", "until": depth -= 1
            case "else", "elseif": if depth == 0 { return index }
            default: break
            }
            if depth < 0 { return index }
        }
        return tokens.count
    }

    /// Notes the variable of `for _, NAME in ipairs(LIST) do`, and the list of `for NAME in zec.each_instance {…} do`.
    private mutating func noteLoop(at index: Int) {
        if let page = name(index + 1), name(index + 2) == "in", name(index + 3) == "zec",
            name(index + 5) == "each_instance"
        {
            lists.insert(page)
        }
        guard let row = name(index + 3), isSymbol(",", index + 2), name(index + 4) == "in",
            name(index + 5) == "ipairs", isSymbol("(", index + 6), isList(index + 7),
            let body = tokens[index...].firstIndex(where: { $0.name == "do" })
        else { return }
        instances.append((row, body..<end(ofBlockAt: body)))
    }

    /// Notes the parameter of a function given to `task.each` or `task.map`, such as `task.each(LIST,
    /// function(NAME)`.
    private mutating func noteCallback(at index: Int) {
        guard let row = parameters(ofFunctionAt: index).first, isSymbol("(", index + 1),
            isSymbol(",", index - 1)
        else { return }
        var start = index - 2, depth = 0
        while start > 0, depth > 0 || !isSymbol("(", start) {
            if isSymbol(")", start) || isSymbol("}", start) { depth += 1 }
            if isSymbol("(", start) || isSymbol("{", start) { depth -= 1 }
            start -= 1
        }
        guard ["each", "map"].contains(name(start - 1) ?? ""), name(start - 3) == "task", isList(start + 1)
        else { return }
        instances.append((row, index..<end(ofBlockAt: index)))
    }

    private func isList(_ index: Int) -> Bool {
        guard let name = name(index) else { return false }
        return lists.contains(name) && !isSymbol(".", index + 1) || isCallOfInstances(index)
    }

    private func isCallOfInstances(_ index: Int) -> Bool {
        name(index) == "zec" && isSymbol(".", index + 1) && name(index + 2) == "instances"
    }

    /// Finds the function that is written out at an index, or the local function whose name stands there: the names of its
    /// parameters, and its tokens.
    func function(at index: Int) -> (parameters: [String], tokens: Range<Int>)? {
        if name(index) == "function" {
            return (parameters(ofFunctionAt: index), index..<end(ofBlockAt: index))
        }
        guard let wanted = name(index), ["}", ",", ";", ")"].contains(where: { isSymbol($0, index + 1) }),
            let place = tokens.indices.first(where: { isFunction(named: wanted, at: $0) })
        else { return nil }
        return (parameters(ofFunctionAt: place), place..<end(ofBlockAt: place))
    }

    /// Whether a token is the word `function` of `local function NAME` or of `local NAME = function`.
    private func isFunction(named wanted: String, at index: Int) -> Bool {
        guard name(index) == "function" else { return false }
        return name(index - 1) == "local" && name(index + 1) == wanted
            || isSymbol("=", index - 1) && name(index - 2) == wanted && name(index - 3) == "local"
    }

    /// Returns the index of the token after the `end` of the block that begins at a token such as `do` or
    /// `function`.
    private func end(ofBlockAt start: Int) -> Int {
        var depth = 0
        for index in start..<tokens.count {
            switch tokens[index].name {
            case "do", "function", "if", "repeat": depth += 1
            case "end", "until":
                depth -= 1
                if depth == 0 { return index + 1 }
            default: break
            }
        }
        return tokens.count
    }

    // MARK: Calls

    /// Returns the index after the arguments of a call, which begin at an index; nil if no arguments begin there.
    func end(ofCallAt open: Int) -> Int? {
        if string(open) != nil { return open + 1 }
        return isSymbol("(", open) || isSymbol("{", open) ? end(ofBracketAt: open) : nil
    }

    /// Whether no operator, field or call follows the value that ends before an index.
    func isStatementEnd(at index: Int) -> Bool {
        guard tokens.indices.contains(index) else { return true }
        return switch tokens[index].kind {
        case .symbol(let symbol): symbol == ";"
        case .name(let name): !["and", "or"].contains(name)
        case .string, .number: false
        }
    }

    /// Returns the first of the names of `NAME, … =`, before the index of the sign; nil if anything else is assigned.
    func firstName(before sign: Int) -> String? {
        var index = sign - 1
        while isSymbol(">", index), isSymbol("<", index - 2) { index -= 3 }
        while isSymbol(",", index - 1), name(index - 2) != nil { index -= 2 }
        return isSymbol(".", index - 1) ? nil : name(index)
    }

    /// Returns the index of the token at which a variable ends: the end of its block, or where the script gives the name
    /// another value.
    func end(ofVariable wanted: String, from start: Int) -> Int {
        let end = end(ofScopeAt: start)
        return (start..<end).first { index in
            switch name(index) {
            case "function": return parameters(ofFunctionAt: index).contains(wanted)
            case "local", "for": return self.names(from: index + 1).contains(wanted)
            case wanted where !isSymbol(".", index - 1) && !isSymbol(":", index - 1):
                return isAssigned(at: index)
            default: return false
            }
        } ?? end
    }

    /// Whether the token is a name of `NAME, … =`.
    private func isAssigned(at index: Int) -> Bool {
        var index = index
        while isSymbol(",", index + 1), name(index + 2) != nil { index += 2 }
        return isSymbol("=", index + 1) && !isSymbol("=", index + 2)
    }

    /// Returns the variable of `for _, NAME in ipairs(LIST) do` for the tokens of the list, and the tokens of the loop's
    /// body.
    func row(ofLoopOver start: Int, until end: Int) -> (name: String, tokens: Range<Int>)? {
        guard isSymbol("(", start - 1), name(start - 2) == "ipairs", name(start - 3) == "in",
            let row = name(start - 4), isSymbol(",", start - 5), isSymbol(")", end), name(end + 1) == "do"
        else { return nil }
        let body = (end + 2)..<self.end(ofBlockAt: end + 1)
        return (row, body.lowerBound..<min(body.upperBound, self.end(ofVariable: row, from: body.lowerBound)))
    }

    // MARK: Tokens

    func name(_ index: Int) -> String? { tokens.indices.contains(index) ? tokens[index].name : nil }
    func string(_ index: Int) -> String? { tokens.indices.contains(index) ? tokens[index].string : nil }
    func isSymbol(_ symbol: Character, _ index: Int) -> Bool {
        tokens.indices.contains(index) && tokens[index].isSymbol(symbol)
    }
}

import CLuaBridge

/// A declaration in the form against which C checks arguments; owns that memory.
final class CompiledDeclaration {
    let declaration: FunctionDeclaration
    let function: UnsafeMutablePointer<bridge_function>
    private var texts: [UnsafeMutablePointer<CChar>] = []
    private var lists: [UnsafeMutableBufferPointer<bridge_parameter>] = []

    init(_ declaration: FunctionDeclaration, id: Int) {
        self.declaration = declaration
        function = .allocate(capacity: 1)
        function.initialize(to: bridge_function())
        let parameters = compile(declaration.parameters)
        function.pointee.id = UInt32(id)
        function.pointee.path = text(declaration.path)
        function.pointee.waits = declaration.waits
        function.pointee.variadic = declaration.rest != nil
        function.pointee.parameters = UnsafePointer(parameters.baseAddress)
        function.pointee.parameter_count = parameters.count
    }

    deinit {
        for text in texts { text.deallocate() }
        for list in lists { list.deallocate() }
        function.deallocate()
    }

    private func text(_ string: String) -> UnsafePointer<CChar> {
        let bytes = Array(string.utf8CString)
        let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
        copy.initialize(from: bytes, count: bytes.count)
        texts.append(copy)
        return UnsafePointer(copy)
    }

    private func compile(_ parameters: [Parameter]) -> UnsafeMutableBufferPointer<bridge_parameter> {
        let list = UnsafeMutableBufferPointer<bridge_parameter>.allocate(capacity: parameters.count)
        lists.append(list)
        for (index, parameter) in parameters.enumerated() {
            var compiled = bridge_parameter()
            compiled.name = text(parameter.name)
            compiled.types = parameter.type.typeSet | (parameter.isOptional ? UInt32(BRIDGE_NIL) : 0)
            if case .options(let options) = parameter.type {
                let fields = compile(options)
                compiled.fields = UnsafePointer(fields.baseAddress)
                compiled.field_count = fields.count
            }
            list.initializeElement(at: index, to: compiled)
        }
        return list
    }
}

extension ValueType {
    /// The Lua types that it accepts, as the bridge's set.
    fileprivate var typeSet: UInt32 {
        switch self {
        case .any:
            UInt32(
                BRIDGE_NIL | BRIDGE_BOOLEAN | BRIDGE_NUMBER | BRIDGE_STRING | BRIDGE_TABLE | BRIDGE_FUNCTION
                    | BRIDGE_OTHER)
        case .boolean: UInt32(BRIDGE_BOOLEAN)
        case .integer: UInt32(BRIDGE_INTEGER)
        case .number: UInt32(BRIDGE_NUMBER)
        case .string, .choice: UInt32(BRIDGE_STRING)
        case .function, .callback: UInt32(BRIDGE_FUNCTION)
        case .task: UInt32(BRIDGE_TASK)
        case .table, .array, .options: UInt32(BRIDGE_TABLE)
        case .duration: UInt32(BRIDGE_NUMBER | BRIDGE_STRING)
        case .oneOrMore: UInt32(BRIDGE_STRING | BRIDGE_TABLE)
        case .anyOf(let types): types.reduce(0) { $0 | $1.typeSet }
        }
    }
}

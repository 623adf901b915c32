/// A function with a Swift body that scripts can call.
public struct HostFunction {
    /// The body of the function.
    ///
    /// It must not block; an operation that takes time returns ``HostAnswer/wait`` and finishes later.
    public typealias Body = (Arguments) throws -> HostAnswer

    public var declaration: FunctionDeclaration
    public var body: Body
    /// Whether the answer, a number, stays the same until the task waits; such an answer is kept and not asked for again.
    ///
    /// Only for a function without parameters.
    public var isSteady: Bool

    public init(
        _ declaration: FunctionDeclaration, isSteady: Bool = false, _ body: @escaping Body
    ) {
        self.declaration = declaration
        self.isSteady = isSteady
        self.body = body
    }
}

/// The answer of a host function.
public enum HostAnswer {
    case nothing
    case value(LuaValue)
    case values([LuaValue])
    /// The task waits; the delegate is asked for the answer when the task is stepped again.
    case wait
    /// The results of the settled task that is the first argument, or its error, which is raised.
    case taskOutcome
    /// The failure that the running task has adopted from a child is raised.
    case adoptedFailure
    indirect case failure(ScriptError)
}

/// Thrown by a body whose task must raise the failure that it has adopted from a child.
public struct AdoptedFailure: Error {
    public init() {}
}

/// The arguments of one call, already checked against its declaration.
public struct Arguments {
    public let values: [LuaValue]

    public init(_ values: [LuaValue]) { self.values = values }

    /// The argument at an index from 0; `.nil` if the call has fewer arguments.
    public subscript(_ index: Int) -> LuaValue {
        values.indices.contains(index) ? values[index] : .nil
    }

    /// The option with a name in the table of options at an index from 0.
    public func option(_ name: String, at index: Int) -> LuaValue { self[index].table?[name] ?? .nil }
}

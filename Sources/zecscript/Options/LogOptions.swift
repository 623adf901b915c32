public import ArgumentParser
public import ScriptRuntime

extension LogFormat: ExpressibleByArgument {}
extension LogLevel: ExpressibleByArgument {}

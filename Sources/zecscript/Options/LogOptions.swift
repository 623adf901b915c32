import ArgumentParser
package import ScriptRuntime

extension LogFormat: ExpressibleByArgument {}
extension LogLevel: ExpressibleByArgument {}

package import Lua
package import Modules

extension RunComposition {
    /// Makes a composition with every library of the program.
    ///
    /// A test changes a part of `rolling` to see what the part prevents.
    package static func complete(
        rolling parts: @autoclosure @escaping () -> [String: OwnChunk] = RollingModule.parts
    ) -> RunComposition {
        var composition = RunComposition()
        composition.libraries = [RollingModule(parts: parts()).make]
        return composition
    }
}

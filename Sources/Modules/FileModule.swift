import Lua
import ScriptRuntime

/// Reads and writes files through the host for the embedded Lua modules; scripts can't call these functions.
enum FileModule {
    static func make(_ runtime: ScriptRuntime) -> ScriptModule {
        ScriptModule(
            name: "file", summary: "Files that are read and written through the host.",
            functions: [
                readFile(runtime), writeFile(runtime), checkWritable(runtime), intend(runtime),
                scriptDirectory(runtime),
            ])
    }

    private static func readFile(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.read_file", "The bytes of a file ('-': standard input), or nil and the reason.",
                parameters: [Parameter("path", .string, "Where it is.")])
        ) { arguments in
            do throws(HostFileError) {
                let path = arguments[0].text ?? ""
                let bytes = try path == "-" ? runtime.host.readStandardInput() : runtime.host.readFile(path)
                return .value(.bytes(bytes))
            } catch {
                return .values([.nil, .string(error.reason)])
            }
        }
    }

    private static func writeFile(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.write_file", "Replaces a file as a whole; true, or nil and the reason.",
                parameters: [
                    Parameter("path", .string, "Where it is."), Parameter("content", .string, "Any bytes."),
                ])
        ) { arguments in
            let path = arguments[0].text ?? ""
            if try runtime.dryRun("write \(path)") != nil { return .value(true) }
            do throws(HostFileError) {
                try runtime.host.writeFile(path, arguments[1].rawBytes ?? [])
                return .value(true)
            } catch {
                return .values([.nil, .string(error.reason)])
            }
        }
    }

    private static func checkWritable(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.check_writable", "Why a file can't be written, or nil; changes nothing.",
                parameters: [Parameter("path", .string, "Where it is to be.")])
        ) { arguments in
            do throws(HostFileError) {
                try runtime.host.checkWritable(arguments[0].text ?? "")
                return .value(.nil)
            } catch {
                return .value(.string(error.reason))
            }
        }
    }

    private static func intend(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(
            FunctionDeclaration(
                "host.intend", "Comes before a change; true in a dry run, which withholds and prints it.",
                parameters: [Parameter("intention", .string, "What would be done: write report.json.")])
        ) { arguments in
            .value(.boolean(try runtime.dryRun(arguments[0].text ?? "") != nil))
        }
    }

    private static func scriptDirectory(_ runtime: ScriptRuntime) -> HostFunction {
        HostFunction(FunctionDeclaration("host.script_directory", "The folder of the script, or nil.")) { _ in
            guard let path = runtime.configuration.scriptPath else { return .value(.nil) }
            guard let slash = path.lastIndex(of: "/") else { return .value(".") }
            return .value(.string(slash == path.startIndex ? "/" : String(path[..<slash])))
        }
    }
}

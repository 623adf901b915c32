internal import ArgumentParser

/// `zecscript completion SHELL`: the function with which a shell completes this program's command lines.
struct CompletionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completion", abstract: "Writes the completion for bash, zsh or fish.",
        discussion: """
            Completes commands, options, their values, scripts, the options that a script declares, names of rolls, and what help \
            explains. The Debian package has installed it already; otherwise:

              bash: zecscript completion bash > ~/.local/share/bash-completion/completions/zecscript
              zsh:  zecscript completion zsh > "${fpath[1]}/_zecscript"
              fish: zecscript completion fish > ~/.config/fish/completions/zecscript.fish

            To find the options of a script, its beginning is run in a simulated cloud, up to script.options.
            """)

    @Argument(help: "The shell: bash, zsh or fish.")
    var shell: Shell

    mutating func run() throws {
        try CommandOutput.write(shell.function)
    }
}

internal import ArgumentParser

/// A shell whose command line can be completed, and the function that asks the program for it.
enum Shell: String, ExpressibleByArgument, CaseIterable {
    case bash, zsh, fish

    /// The text that `zecscript completion` prints, for the user's shell configuration.
    var function: String {
        switch self {
        case .bash: Self.forBash
        case .zsh: Self.forZsh
        case .fish: Self.forFish
        }
    }

    private static let forBash = #"""
        # Completion of zecscript for bash: asks the program itself.

        _zecscript() {
            local program=${COMP_WORDS[0]/#\~/$HOME} current=${COMP_WORDS[COMP_CWORD]} line directive="" ending
            [[ "$current" == = ]] && current=""
            COMPREPLY=()
            while IFS= read -r line; do
                if [[ -z "$directive" ]]; then directive=$line; else COMPREPLY+=("${line%%$'\t'*}"); fi
            done < <("$program" __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
            case $directive in
            none) return ;;
            folders) mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -d -- "$current") ;;
            files:*)
                ending=${directive#files:}
                mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -X "!*.$ending" -- "$current"; compgen -d -- "$current")
                ((${#COMPREPLY[@]})) || mapfile -t COMPREPLY < <(compgen -f -- "$current")
                ;;
            *) mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$current") ;;
            esac
            compopt -o filenames 2>/dev/null
        }
        complete -F _zecscript zecscript

        """#

    private static let forZsh = #"""
        #compdef zecscript
        # Completion of zecscript for zsh: asks the program itself.

        _zecscript() {
            local line directive
            local -a lines described
            lines=("${(@f)$("${(Q)words[1]}" __complete "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
            directive=$lines[1]
            for line in "${(@)lines[2,-1]}"; do
                described+=("${${line%%$'\t'*}//:/\\:}${${line#*$'\t'}:+:${line#*$'\t'}}")
            done
            (($#described)) && _describe 'zecscript' described
            case $directive in
            folders) _files -/ ;;
            files:*) _files -g "*.${directive#files:}" || _files ;;
            files) _files ;;
            esac
        }

        if [[ "$funcstack[1]" == _zecscript ]]; then
            _zecscript "$@"
        else
            compdef _zecscript zecscript
        fi

        """#

    private static let forFish = #"""
        # Completion of zecscript for fish: asks the program itself.

        function __zecscript_complete
            set -l words (commandline -opc)
            set -l current (commandline -ct)
            set -l lines ($words[1] __complete $words[2..-1] "$current" 2>/dev/null)
            string join -- \n $lines[2..-1]
            switch "$lines[1]"
                case folders
                    __fish_complete_directories "$current"
                case 'files*'
                    __fish_complete_path "$current"
            end
        end
        complete -c zecscript -f -a '(__zecscript_complete)'

        """#
}

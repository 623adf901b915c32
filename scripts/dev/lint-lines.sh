#!/bin/bash
# Finds lines of the Lua and C files that are too long, badly indented, or end with blanks; swift-format checks Swift.
#
# Usage: scripts/dev/lint-lines.sh
# Prints each such line and fails. The types for editors are left out: they are generated, and an annotation is one line.
set -euo pipefail
export LC_ALL=C.UTF-8
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

columns=110
failed=0

files() {
    git ls-files --cached --others --exclude-standard -- '*.lua' '*.c' '*.h' ':!scripts/types'
}

# check PATTERN MEANING: no line of any file may match the pattern.
check() {
    local pattern=$1 meaning=$2 file lines
    while read -r file; do
        [ -f "$file" ] || continue
        lines=$(grep -nP "$pattern" "$file" | cut -c1-100) || continue
        while read -r line; do echo "$file:$line: $meaning"; done <<<"$lines"
        failed=1
    done < <(files)
}

check "^.{$((columns + 1)),}" "longer than $columns columns"
check '\t' "a tab"
check ' $' "a blank at the end"
check '^( {4})* {1,3}[^ ]' "not indented by a multiple of 4 blanks"
exit $failed

#!/bin/bash
# Builds the release program, unless it is newer than everything it is made of.
#
# Usage: scripts/dev/build.sh
# Prints nothing but the build's own progress; the program is .build/release/zecscript.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

program=.build/release/zecscript

# What a library may not ask for and a program may; see Documentation.docc/Decisions/0008. The linker drops what nobody uses and
# packs relocations; exclusive access to variables is checked where the tests run, in the debug build.
options=(
    -Xswiftc -use-ld=lld -Xlinker --no-export-dynamic -Xlinker -z -Xlinker pack-relative-relocs
    -Xswiftc -enforce-exclusivity=unchecked
)

is_up_to_date() {
    [[ -x "$program" ]] || return 1
    # A folder is newer than the program when a file in it was made, renamed or deleted.
    [[ -z "$(find Package.swift Package.resolved Sources -newer "$program" -print -quit 2>/dev/null)" ]]
}

if ! is_up_to_date; then
    scripts/dev/setup.sh
    swift build -c release --static-swift-stdlib --product zecscript "${options[@]}"
    # The linker leaves an unchanged program as it was, older than the source that was touched.
    touch "$program"
fi

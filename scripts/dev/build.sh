#!/bin/bash
# Builds the release program, unless it is newer than everything it is made of.
#
# Usage: scripts/dev/build.sh
# Prints nothing but the build's own progress; the program is .build/release/zecscript.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

program=.build/release/zecscript

is_up_to_date() {
    [[ -x "$program" ]] || return 1
    # A folder is newer than the program when a file in it was made, renamed or deleted.
    [[ -z "$(find Package.swift Package.resolved Sources -newer "$program" -print -quit 2>/dev/null)" ]]
}

if ! is_up_to_date; then
    scripts/dev/setup.sh
    swift build -c release --static-swift-stdlib --product zecscript
    # The linker leaves an unchanged program as it was, older than the source that was touched.
    touch "$program"
fi

#!/bin/bash
# Builds the release program, unless it is newer than all its sources.
#
# Usage: scripts/dev/build.sh
# Prints only the progress of the build; the program is .build/release/zecscript.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

program=.build/release/zecscript

# The linker looks here first, so that it takes the static libraries of C++ and of the compiler: the shared ones need a fifth of the
# time of a start.
libraries=$PWD/.build/static-libraries

# Options that Package.swift can't have, because a package that other packages use may not have them; see
# Documentation.docc/Decisions/0008. The linker drops code that is not used, and packs relocations. The checks for exclusive access
# to variables are off here: the tests run in the debug build, which has them.
options=(
    -Xswiftc -use-ld=lld -Xlinker --no-export-dynamic -Xlinker -z -Xlinker pack-relative-relocs -Xlinker "-L$libraries"
    -Xswiftc -enforce-exclusivity=unchecked
)

# Prints the last commit that changed the program, for --version, with + if files have changed since. The same sources give the same
# program, whatever other files were committed.
commit() {
    local commit sources=(Package.swift Sources)
    commit=$(git log -1 --format=%h --abbrev=12 -- "${sources[@]}" 2>/dev/null) || true
    [[ -z "$(git status --porcelain -- "${sources[@]}" 2>/dev/null)" ]] || commit+=+
    echo "${commit:-unknown}"
}

is_up_to_date() {
    [[ -x "$program" ]] || return 1
    # A folder is newer than the program if a file in it was made, renamed or deleted.
    [[ -z "$(find Package.swift Package.resolved Sources -newer "$program" -print -quit 2>/dev/null)" ]] || return 1
    [[ "$("$program" --version)" == *"(commit $(commit))"* ]]
}

if ! is_up_to_date; then
    scripts/dev/setup.sh
    ZECSCRIPT_COMMIT=$(commit)
    ZECSCRIPT_SWIFT=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p')
    export ZECSCRIPT_COMMIT ZECSCRIPT_SWIFT
    mkdir -p "$libraries"
    ln -sf "$(clang -print-file-name=libstdc++.a)" "$libraries/"
    ln -sf "$(clang -print-file-name=libgcc_eh.a)" "$libraries/libgcc_s.a"
    swift build -c release --static-swift-stdlib --product zecscript "${options[@]}"
    # The linker does not write an unchanged program again, so the program would stay older than a source that was touched.
    touch "$program"
fi

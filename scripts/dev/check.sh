#!/bin/bash
# Everything that must hold; CI runs this, nothing more and nothing less.
#
# Usage: scripts/dev/check.sh
# Stops at the first step that fails, and ends with a line for each step: seconds, name.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

times=()

step() {
    local name=$1 start=$SECONDS
    shift
    echo "== $name"
    if "$@"; then
        times+=("$(printf '%5d s  %s' $((SECONDS - start)) "$name")")
    else
        times+=("$(printf '%5d s  %s: FAILED' $((SECONDS - start)) "$name")")
        exit 1
    fi
}

summary() {
    echo "== summary"
    printf '%s\n' "${times[@]}"
}
trap summary EXIT

format() {
    swift format lint --strict --recursive --parallel Sources Tests Package.swift && scripts/dev/lint-lines.sh
}

shell_scripts() {
    local script scripts=(scripts/*.sh scripts/dev/*.sh scripts/package/*.sh .ci/run)
    for script in "${scripts[@]}"; do bash -n "$script" || return 1; done
    if command -v shellcheck >/dev/null; then shellcheck "${scripts[@]}"; fi
}

# The frames that a Lua error could jump over, under the detector for what that would break, and for what leaks.
# lld, because gold warns of each of the sanitizer's own symbols; XCTest has no tests here, but leaks 144 bytes.
address_sanitizer() {
    ASAN_OPTIONS=detect_leaks=1 swift test --sanitize=address --scratch-path .build/asan -Xswiftc -use-ld=lld \
        --disable-xctest --filter '^(LuaTests|ScriptRuntimeTests|ModulesTests|RollingTests)\.'
}

# The page of a rehearsal, as a browser shows it.
page() {
    scripts/dev/setup.sh chromium
    scripts/dev/page-test.py
}

# The release program, killed at each of its syncs and requests.
kill_points() {
    scripts/dev/setup.sh strace && scripts/dev/kill-points.py
}

unchanged() {
    git diff --exit-code
}

step "setup" scripts/dev/setup.sh
step "format" format
step "shell scripts" shell_scripts
step "debug build" swift build --build-tests
step "tests" scripts/dev/test.sh --skip-build
step "address sanitizer" address_sanitizer
step "demo" scripts/dev/demo.sh
step "end to end" scripts/dev/end-to-end.py
step "contrary clouds" scripts/dev/contrary-cloud.py
step "kill points" kill_points
step "official SDK" scripts/dev/sdk-test.sh
step "rehearsals" scripts/dev/rehearsals.sh
step "page" page
step "package" scripts/package/deb-test.sh
step "generated files" scripts/dev/generate.sh
step "nothing changed" unchanged

#!/bin/bash
# Runs all checks; CI runs exactly this script.
#
# Usage: scripts/dev/check.sh
# Stops at the first step that fails. At the end, prints a line for each step: seconds, name.
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
    ((waiting == 0)) || kill -- "-$waiting" 2>/dev/null || true
    rm -f "$waiting_output"
    echo "== summary"
    printf '%s\n' "${times[@]}"
}

# The steps over HTTP wait nearly all of their time, so they run in the background while another step builds. `waiting` is their
# process group, 0 for none.
waiting=0
waiting_output=$(mktemp)
trap summary EXIT

over_http() {
    scripts/dev/end-to-end.py && scripts/dev/contrary-cloud.py && scripts/dev/sdk-test.sh
}

start_over_http() {
    set -m
    over_http >"$waiting_output" 2>&1 &
    waiting=$!
    set +m
}

end_over_http() {
    local code=0
    wait "$waiting" || code=$?
    waiting=0
    cat "$waiting_output"
    return "$code"
}

format() {
    swift format lint --strict --recursive --parallel Sources Tests Package.swift && scripts/dev/lint-lines.sh
}

shell_scripts() {
    local script scripts=(scripts/*.sh scripts/dev/*.sh scripts/package/*.sh .ci/run)
    for script in "${scripts[@]}"; do bash -n "$script" || return 1; done
    if command -v shellcheck >/dev/null; then shellcheck "${scripts[@]}"; fi
}

# Runs the tests of the code that a Lua error could jump over under the address sanitizer, which detects damage and leaks. Links
# with lld, because gold warns of each symbol of the sanitizer. Disables XCTest, which has no tests here but leaks 144 bytes.
address_sanitizer() {
    ASAN_OPTIONS=detect_leaks=1 swift test --sanitize=address --scratch-path .build/asan -Xswiftc -use-ld=lld \
        --disable-xctest --filter '^(LuaTests|ScriptRuntimeTests|ModulesTests|RollingTests)\.'
}

# Checks the page of a rehearsal in a browser.
page() {
    scripts/dev/setup.sh chromium
    scripts/dev/page-test.py
}

# Kills the release program at each of its syncs and requests, and checks the outcome.
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
step "demo" scripts/dev/demo.sh
start_over_http
step "address sanitizer" address_sanitizer
step "end to end, contrary clouds, official SDK" end_over_http
step "kill points" kill_points
step "rehearsals" scripts/dev/rehearsals.sh
step "page" page
step "package" scripts/package/deb-test.sh
step "generated files" scripts/dev/generate.sh
step "nothing changed" unchanged

#!/bin/bash
# Rehearses the scripts that must have no violation in any weather, and the runbooks whose mistakes must be found.
#
# Usage: scripts/dev/rehearsals.sh [--full] [--program PATH]
# Rehearses:
# - scripts/rolling.lua, also with a high limit of failures, and random specifications, in hostile weather: 1,000 runs each, or 10,000
#   with --full;
# - the other scripts, in normal and in hostile weather: 200 runs each;
# - the rolls of Tests/Fixtures/Rolling/Killed, killed at every point and at pairs of points;
# - each runbook of Tests/Fixtures/Runbooks.
# Goes on after a problem, prints it when it is found and again at the end, and ends with 1.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

program=.build/release/zecscript
runs=1000
jobs=2
wrong=()

while (($#)); do
    case $1 in
    --full) runs=10000 ;;
    --program) program=$2 && shift ;;
    *) echo "rehearsals: there is no $1; see the head of $0" >&2 && exit 2 ;;
    esac
    shift
done
[[ -x "$program" ]] || { echo "rehearsals: there is no program $program" >&2 && exit 2; }

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# MARK: Scripts: no run may have a violation

# Runs a rehearsal under a name. No run may have a violation, and some runs must end well (unless the name begins with `drawn`).
# Otherwise shows the output, with the smallest case.
holds() {
    local name=$1 start=$SECONDS problem="" endings exit_code=0
    shift
    "$program" rehearse --jobs "$jobs" --require-reboots 0 "$@" >"$folder/output" 2>"$folder/errors" || exit_code=$?
    endings=$(sed -n 's/^ended  *//p' "$folder/output")
    if ((exit_code == 5)); then
        problem="$name: violated: $(sed -n 's/^  [0-9]* × //p' "$folder/output" | paste -s -d ';')"
    elif ((exit_code)); then
        problem="$name: the rehearsal ended with $exit_code"
    elif [[ "$endings" != *"with 0 (success)"* && "$name" != drawn* ]]; then
        problem="$name: no run ended well"
    elif [[ "$endings" =~ with\ (1|2|3|124|125)\  || "$endings" == *"did not end"* ]]; then
        problem="$name: runs that must not end so: $endings"
    fi
    printf '%-6s %4d s  %s: %s\n' "$([[ -n "$problem" ]] && echo FAILED || echo ok)" $((SECONDS - start)) "$name" "$endings"
    [[ -n "$problem" ]] || return 0
    wrong+=("$problem")
    sed 's/^/        /' "$folder/output"
    sed '/^rehearsing /d; s/^/        /' "$folder/errors"
}

scripts() {
    local faults number web=(--tag role=web --health-url 'http://%s/health') name
    holds "rolling.lua, hostile" --runs "$runs" --fleet 100 --faults hostile scripts/rolling.lua --all --batch-size 10 \
        --health-url 'http://%s/health'
    # Most hostile runs stop at the first failure; a high limit of failures shows what happens later.
    holds "rolling.lua, hostile, tolerant" --runs "$runs" --fleet 50 --faults hostile scripts/rolling.lua --all --batch-size 10 \
        --max-failures 100 --health-url 'http://%s/health'
    # Each process draws a specification of its own, so a killed process can't be resumed. A specification with a number is the same
    # in each process, so it can.
    holds "any-specification.lua, hostile" --runs "$runs" --fleet 100 --faults hostile --set processKilled=0 \
        Tests/Fixtures/Rolling/any-specification.lua
    for number in $(seq 1 $((runs / 25))); do
        holds "drawn specification $number, killed" --runs 25 --seed $((number * 1000)) --fleet 12 --faults hostile \
            --set 'processKilled={"share":{"between":[0.002,0.2]},"inRolls":true}' \
            Tests/Fixtures/Rolling/any-specification.lua "$number"
    done
    for faults in normal hostile; do
        for name in canary zone-by-zone nightly drain-lb; do
            local options=()
            case $name in
            nightly) options=(--tz Europe/Paris --outside wait) ;;
            drain-lb) options=(--lb http://lb.internal:8404/stats --backend web) ;;
            esac
            holds "$name.lua, $faults" --runs 200 --fleet 40 --faults "$faults" "scripts/$name.lua" "${web[@]}" "${options[@]}"
        done
    done
}

# MARK: Kills: no run may have a violation, wherever the process is killed

# The first line of the rehearsal's output has the number of kills.
kills() {
    local file name
    for file in Tests/Fixtures/Rolling/Killed/*.lua; do
        name=$(basename "$file")
        holds "$name, every kill" --every-kill --runs $((runs * 3 / 2)) --fleet 6 --faults calm "$file"
        sed -n '1s/^[^:]*: */               /p' "$folder/output"
        holds "$name, every kill, lost answers" --every-kill --runs $((runs * 3 / 2)) --fleet 6 --faults calm \
            --set answerLost=0.2 --set takesEffectLate=0.1 "$file"
        sed -n '1s/^[^:]*: */               /p' "$folder/output"
    done
}

# MARK: Runbooks: each mistake must be found

# Prints the random seed of the first run that violates an invariant; reads the result of a rehearsal on standard input.
first_run() {
    python3 -c 'import json, sys
violations = json.load(sys.stdin)["violations"]
print(next((found["firstSeed"] for found in violations if found["invariant"] == sys.argv[1]), ""))' "$1"
}

runbook() {
    local file=$1 name options invariant needed="" exit_code=0
    name=$(basename "$file" .lua)
    read -ra options <<<"$(sed -n 's/^-- Rehearsed: //p' "$file")"
    invariant=$(sed -n 's/^-- Caught by: //p' "$file")
    # --keep-going, because a run may violate another invariant first.
    "$program" rehearse --jobs "$jobs" --runs 200 --keep-going --format json "${options[@]}" "$file" \
        >"$folder/output" 2>"$folder/errors" || exit_code=$?
    if ((exit_code == 0 || exit_code == 5)); then
        needed=$(first_run "$invariant" <"$folder/output")
        [[ -n "$needed" ]] || wrong+=("$name: not caught within 200 runs by: $invariant")
    else
        wrong+=("$name: the rehearsal ended with $exit_code: $(sed '/^rehearsing /d' "$folder/errors" | head -n 1)")
    fi
    printf '%-28s %5s  %s\n' "$name" "${needed:-none}" "$invariant"
}

runbooks() {
    local file
    printf '%-28s %5s  %s\n' runbook runs "caught by"
    for file in Tests/Fixtures/Runbooks/*.lua; do runbook "$file"; done
}

scripts
kills
runbooks
((${#wrong[@]} == 0)) && exit
echo "rehearsals: ${#wrong[@]} wrong"
printf '  %s\n' "${wrong[@]}"
exit 1

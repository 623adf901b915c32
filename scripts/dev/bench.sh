#!/bin/bash
# Measures zecscript beside its peers, in the same run on the same machine, and prints a table.
#
# Usage: scripts/dev/bench.sh [--program PATH] [--only ROWS] [--large] [FOLDER]
# Puts the peers into FOLDER, a temporary folder unless given: unpacks Debian packages there without an installation, and makes a
# virtual environment for the peers in Python. Reports a peer that can't be downloaded as missing.
#   --program PATH  measure this program, and build no program
#   --only ROWS     only these rows: start, calls, tasks, requests, simulation, rehearsal, journal, size, compare; separated by commas
#   --large         also measure a roll of a million instances: takes some minutes, and up to 24 GiB
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

bench=$PWD/scripts/dev/bench
program="" only="" is_large="" folder="" server=""

while (($#)); do
    case $1 in
    --program) program=$(realpath "$2") && shift ;;
    --only) only=$2 && shift ;;
    --large) is_large=yes ;;
    -*) echo "bench: there is no $1; see the head of $0" >&2 && exit 2 ;;
    *) folder=$1 ;;
    esac
    shift
done

cleanup() {
    if [[ -n "$server" ]]; then kill "$server" 2>/dev/null || true; fi
    if [[ -n "${temporary:-}" ]]; then rm -rf "$temporary"; fi
}
trap cleanup EXIT
if [[ -z "$folder" ]]; then
    temporary=$(mktemp -d)
    folder=$temporary
fi
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)

# MARK: Peers

# Prints the path of a program. Unpacks it from Debian packages into the folder unless it is installed; prints nothing if that
# fails.
debian_program() {
    local name=$1 packages=$2 found
    found=$(command -v "$name" || true)
    if [[ -z "$found" ]] && unpack "$packages"; then
        found=$(find "$folder/debian" -path '*bin/*' -name "$name" -type f | head -n 1)
    fi
    echo "$found"
}

unpack() {
    local package
    mkdir -p "$folder/debian"
    for package in $1; do
        (cd "$folder" && apt-get download -qq "$package" >&2) || return 1
        dpkg -x "$folder/$package"_*.deb "$folder/debian" || return 1
    done 2>/dev/null
}

find_peers() {
    lua=$(debian_program lua5.4 lua5.4 || true)
    nginx=$(PATH=$PATH:/usr/sbin debian_program nginx "nginx nginx-common" || true)
    cqueues=
    local modules
    for modules in "" "$folder/debian/usr"; do
        if [[ -n "$modules" ]]; then
            unpack lua-cqueues || true
            export LUA_PATH="$modules/share/lua/5.4/?.lua;;" LUA_CPATH="$modules/lib/x86_64-linux-gnu/lua/5.4/?.so;;"
        fi
        if [[ -n "$lua" ]] && "$lua" -e 'require "cqueues"' 2>/dev/null; then
            cqueues=yes
            break
        fi
    done
    python=$folder/venv/bin/python3
    if [[ ! -x "$python" ]] || ! "$python" "$bench/import_sdk.py" 2>/dev/null; then
        { python3 -m venv "$folder/venv" && "$python" -m pip install -q zenlayercloud-sdk-python; } >&2 || python=
    fi
}

# MARK: Measuring

# Runs a command 21 times, and prints the median of its wall time in milliseconds.
median_milliseconds() {
    local start _
    if command -v hyperfine >/dev/null; then
        hyperfine -N --warmup 3 --runs 21 --export-csv "$folder/median.csv" "$*" >/dev/null 2>&1
        awk -F, 'NR == 2 { printf "%.2f", $4 * 1000 }' "$folder/median.csv"
        return
    fi
    for _ in {1..21}; do
        start=$(date +%s%N)
        "$@" >/dev/null
        echo $(($(date +%s%N) - start))
    done | sort -n | sed -n 11p | awk '{ printf "%.2f", $1 / 1e6 }'
}

# Runs a command once, and prints its wall time and CPU time in seconds, and its peak memory in MB. If the command fails, prints
# `failed` three times, and the end of the command's output on standard error.
wall_cpu_and_memory() {
    if /usr/bin/time -f '%e %U %S %M' -o "$folder/time" "$@" >"$folder/output" 2>&1; then
        awk '{ printf "%.2f %.2f %.1f\n", $1, $2 + $3, $4 / 1024 }' "$folder/time"
    else
        echo "failed failed failed"
        { echo "bench: $* failed:" && tail -n 3 "$folder/output"; } >&2
    fi
}

# Prints a row: what is measured, our figure (o), the peer's figure (p), the peer's name, the unit, and the limit for o or nothing.
# An example of a limit: `<= 12*p`.
row() {
    local what=$1 ours=$2 peer=$3 name=$4 unit=$5 reach=$6
    awk -v what="$what" -v o="$ours" -v p="$peer" -v name="$name" -v unit="$unit" -v reach="$reach" \
        -v met="$(condition "$ours" "$peer" "$reach")" 'BEGIN {
        ratio = (p + 0 > 0 && o + 0 > 0) ? sprintf("%.2f", o / p) : "-"
        printf "%-44s %12s %12s %-8s %-20s %8s  %-18s %s\n", what, o, p, unit, name, ratio, reach, met }'
}

condition() {
    awk -v o="$1" -v p="$2" -v reach="$3" 'BEGIN {
        if (reach == "") exit
        if (o !~ /^[0-9]/ || (reach ~ /p/ && p !~ /^[0-9]/)) { print "?"; exit }
        split(reach, word, " ")
        limit = word[2] ~ /p/ ? p * factor(word[2]) : word[2]
        met = word[1] == "<=" ? o <= limit : word[1] == ">=" ? o >= limit : o < limit
        print met ? "ok" : "MISSED" }
        function factor(text, part) {
            if (split(text, part, "/") == 2) return 1 / part[2]
            if (split(text, part, "*") == 2) return part[1]
            return 1
        }'
}

# MARK: Rows

# Prints the median time of 41 processes that run an empty script with a number of arguments.
time_of_processes() { "$folder/spawn_time" 41 "$2" "$1" "$bench/empty.lua"; }

# Prints how much longer 100,000 arguments take than none.
time_of_arguments() {
    awk -v none="$(time_of_processes "$1" 0)" -v all="$(time_of_processes "$1" 100000)" 'BEGIN { printf "%.2f", all - none }'
}

bench_start() {
    clang -O2 -o "$folder/spawn_time" "$bench/spawn_time.c"
    local ours
    ours=$(time_of_processes "$program" 0)
    row "start to end of an empty script" "$ours" "${lua:+$(time_of_processes "$lua" 0)}" "${lua:+lua5.4}" ms "<= 5*p"
    row "" "$ours" "${python:+$(median_milliseconds "$python" "$bench/import_sdk.py")}" \
        "${python:+python3 + SDK}" ms "<= p/12"
    row "100,000 arguments, beside the start" "$(time_of_arguments "$program")" "${lua:+$(time_of_arguments "$lua")}" \
        "${lua:+lua5.4}" ms "<= 50"
}

bench_calls() {
    row "a host call with two arguments" "$("$program" "$bench/host_call.lua" || echo failed)" \
        "${lua:+$("$lua" "$bench/host_call.lua")}" "${lua:+lua5.4}" ns "<= 500"
    row "sleep(0), there and back" "$("$program" "$bench/sleep_zero.lua" || echo failed)" \
        "${cqueues:+$("$lua" "$bench/sleep_zero.lua")}" "${cqueues:+lua-cqueues}" ns "<= 2000"
}

bench_tasks() {
    local our_cpu our_memory cpu="" memory="" _
    read -r _ our_cpu our_memory < <(wall_cpu_and_memory "$program" "$bench/many_tasks.lua")
    if [[ -n "$cqueues" ]]; then
        read -r _ cpu memory < <(wall_cpu_and_memory "$lua" "$bench/many_tasks.lua")
    fi
    row "100,000 tasks, three sleeps each: CPU" "$our_cpu" "$cpu" "${cqueues:+lua-cqueues}" s "< p"
    row "100,000 tasks, three sleeps each: memory" "$our_memory" "$memory" "${cqueues:+lua-cqueues}" MB "< p"
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

start_server() {
    port=$(free_port)
    sed "s|PORT|$port|; s|FOLDER|$folder|g" "$bench/nginx.conf" >"$folder/nginx.conf"
    "$nginx" -p "$folder" -c "$folder/nginx.conf" >"$folder/nginx.log" 2>&1 &
    server=$!
    local _
    for _ in {1..100}; do
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && return 0
        sleep 0.05
    done
    return 1
}

bench_requests() {
    if [[ -z "$nginx" ]] || ! start_server; then
        row "signed requests a second, 64 connections" "-" "-" "nginx is missing" "1/s" ">= 15*p"
        return
    fi
    local ours
    ours=$(ZENLAYER_ACCESS_KEY_ID=bench-key ZENLAYER_ACCESS_KEY_SECRET=bench-secret \
        "$program" --endpoint "http://127.0.0.1:$port" --rate-limit 0 "$bench/signed_requests.lua" 50000 || echo failed)
    row "signed requests a second, 64 connections" "$ours" \
        "${python:+$("$python" "$bench/signed_requests.py" "127.0.0.1:$port" 3000)}" "${python:+official SDK}" "1/s" ">= 15*p"
    kill "$server"
    wait "$server" 2>/dev/null || true
    server=
}

bench_simulation() {
    local cpu memory requests _ roll=(--simulate 10000 scripts/rolling.lua --all --batch-size 100 --max-targets 10000)
    read -r _ cpu memory < <(wall_cpu_and_memory "$program" "${roll[@]}")
    row "10,000 instances, batches of 100: CPU" "$cpu" "" "" s "<= 2"
    requests=$("$program" --log-level trace --log-format json "${roll[@]}" 2>&1 | grep -c '"message":"request"' || true)
    row "10,000 instances: requests per instance" "$(awk -v r="$requests" 'BEGIN { printf "%.3f", r / 10000 }')" "" "" "" "<= 1"
    read -r _ cpu memory < <(wall_cpu_and_memory "$program" --simulate 200 scripts/rolling.lua --all --batch-size 20)
    row "memory of the demo at its peak" "$memory" "" "" MB "<= 64"
}

# MARK: Rehearsals: with two threads unless noted, and with the random seeds from 1

rehearse() {
    wall_cpu_and_memory "$program" rehearse "$@"
}

# Prints the hash over all traces of the last rehearsal.
trace_hash() {
    sed -n 's/^trace *sha256 //p' "$folder/output"
}

bench_rehearsal() {
    local wall cpu one_wall _ hash one_hash health=(--health-url 'http://%s/health')
    local rolls=(--runs 1000 --fleet 100 --faults normal scripts/rolling.lua --all --batch-size 10 "${health[@]}")
    read -r wall cpu _ < <(rehearse --jobs 2 "${rolls[@]}")
    hash=$(trace_hash)
    row "1,000 runs, 100 instances, normal: wall" "$wall" "" "" s "<= 20"
    row "1,000 runs, 100 instances, normal: CPU" "$cpu" "" "" s "<= 40"
    read -r one_wall _ < <(rehearse --jobs 1 "${rolls[@]}")
    one_hash=$(trace_hash)
    row "the same by one thread: wall" "$one_wall" "$wall" "two threads" s ""
    row "trace hashes that --jobs 1 and 2 give" "$(distinct "$hash" "$one_hash")" "" "" "" "<= 1"
    echo "  --jobs 2: trace sha256 ${hash:-none}"
    echo "  --jobs 1: trace sha256 ${one_hash:-none}"

    # Eight in ten simulated instances have the tag role=web: 50 of 62. Each of the 365 runs is one night from cron, with a cloud of
    # its own.
    read -r wall cpu _ < <(rehearse --jobs 2 --runs 365 --fleet 62 --faults normal scripts/nightly.lua \
        --tag role=web --tz Europe/Paris --outside wait "${health[@]}")
    row "365 nights of a cron roll of 50, normal: wall" "$wall" "" "" s "<= 10"
    row "365 nights of a cron roll of 50, normal: CPU" "$cpu" "" "" s "<= 20"
    bench_large_rolls
}

# A run uses one thread. The script of a million instances needs more memory than the default limit of 1 GB.
bench_large_rolls() {
    local wall memory large_wall large_memory _
    read -r wall _ memory < <(large_roll 100000)
    row "100,000 in batches of 100, calm: wall" "$wall" "" "" s "<= 30"
    row "100,000 in batches of 100, calm: memory" "$memory" "" "" MB "<= 1024"
    [[ -n "$is_large" ]] || return 0
    read -r large_wall _ large_memory < <(large_roll 1000000 --memory-limit 0 --patience 30d)
    row "1,000,000 in batches of 100, calm: wall" "$large_wall" "$wall" "of 100,000" s "<= 15*p"
    row "1,000,000 in batches of 100, calm: memory" "$large_memory" "$memory" "of 100,000" MB "<= 12*p"
    row "" "$large_memory" "" "" MB "<= 24576"
}

large_roll() {
    local count=$1
    shift
    rehearse --jobs 1 --runs 1 --fleet "$count" --faults calm "$@" \
        scripts/rolling.lua --all --batch-size 100 --max-targets "$count" --health-url 'http://%s/health'
}

# Prints the number of different words; prints `failed` if a word is empty.
distinct() {
    local word
    for word; do [[ -n "$word" ]] || { echo failed && return; }; done
    printf '%s\n' "$@" | sort -u | wc -l
}

# Measures the cost of the journal over HTTP in real time, and how long a large journal takes to read.
bench_journal() {
    local with without opened runs why
    read -r with without < <("$bench/journal.py" --zecscript "$program" pair || echo failed failed)
    row "three rolls of 200 over HTTP: wall" "$with" "$without" "no journal" s "<= 1.01*p"
    read -r opened runs why < <("$bench/journal.py" --zecscript "$program" large || echo failed failed failed)
    row "opening a campaign of 100,000" "$opened" "" "" s "<= 2"
    row "runs, with that campaign" "$runs" "" "" s "<= 0.2"
    row "why, of one of its instances" "$why" "" "" s "<= 0.2"
}

bench_size() {
    local bytes
    cp "$program" "$folder/stripped" && strip "$folder/stripped"
    bytes=$(stat -c %s "$folder/stripped")
    row "the program, stripped" "$(awk -v b="$bytes" 'BEGIN { printf "%.1f", b / 1e6 }')" "" "" MB "<= 45"
}

# Measures a roll over HTTP in real time, beside an Ansible playbook and an asyncio program.
bench_compare() {
    scripts/dev/bench/compare-roll.py --zecscript "$program" --venv "$folder/venv"
}

if [[ -z "$program" ]]; then
    scripts/dev/build.sh
    program=$PWD/.build/release/zecscript
fi
echo "bench: looking for peers (lua5.4, lua-cqueues, nginx, zenlayercloud-sdk-python)"
find_peers
printf '%-44s %12s %12s %-8s %-20s %8s  %-18s\n' what zecscript peer unit "peer's name" ratio "reach (p: peer)"
for rows in start calls tasks requests simulation rehearsal journal size compare; do
    if [[ -z "$only" || ",$only," == *",$rows,"* ]]; then "bench_$rows"; fi
done

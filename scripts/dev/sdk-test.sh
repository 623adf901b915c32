#!/bin/bash
# Runs the cloud's official Python SDK against the simulator over HTTP.
#
# Usage: scripts/dev/sdk-test.sh [PROGRAM]
# Installs the SDK from PyPI into a virtual environment below .build.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

program=${1:-.build/release/zecscript}
venv=.build/sdk-venv
key=AKIDEXAMPLE0001 secret=s3cr3t-password-0001

if ! "$venv/bin/python" -c 'import zenlayercloud' 2>/dev/null; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check zenlayercloud-sdk-python
fi

output=$(mktemp)
"$program" simulator --fleet 200 --set lag=0.7 --access-key "$key:$secret" >"$output" &
simulator=$!
trap 'kill "$simulator"; rm -f "$output"' EXIT

for _ in {1..100}; do
    [[ -s "$output" ]] && break
    sleep 0.1
done
NO_PROXY=127.0.0.1 "$venv/bin/python" scripts/dev/sdk-test.py "$(sed -n '1s/.*:\([0-9]*\).*/\1/p' "$output")" "$key" "$secret"

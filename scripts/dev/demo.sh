#!/bin/bash
# Reboots a simulated fleet of 200 instances, batch by batch; needs only a clone and Swift.
#
# Usage: scripts/dev/demo.sh [OPTION...]    further options for scripts/rolling.lua
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

scripts/dev/build.sh
exec .build/release/zecscript --simulate 200 scripts/rolling.lua --all --batch-size 20 "$@"

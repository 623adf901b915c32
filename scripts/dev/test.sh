#!/bin/bash
# Installs missing packages, and runs all tests.
#
# Usage: scripts/dev/test.sh [OPTION...]    options for swift test, such as --filter LuaTests
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

scripts/dev/setup.sh
exec swift test "$@"

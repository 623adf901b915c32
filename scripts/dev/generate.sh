#!/bin/bash
# Writes again every file that is made from the program's declarations; check.sh fails if such a file changes.
#
# Usage: scripts/dev/generate.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

scripts/dev/build.sh
.build/release/zecscript types --output scripts/types
.build/release/zecscript reference --output Sources/zecscript/Documentation.docc/Reference.md

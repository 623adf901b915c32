#!/bin/bash
# Writes every file anew that is made from the program's own declarations; check.sh fails when one of them changes by it.
#
# Usage: scripts/dev/generate.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

scripts/dev/build.sh
.build/release/zecscript types --output scripts/types
.build/release/zecscript reference --output Sources/zecscript/Documentation.docc/Reference.md

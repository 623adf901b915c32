#!/bin/bash
# Copies the files to install: the program without symbols, manual pages, completions, scripts, guides and units.
#
# Usage: scripts/package/stage.sh ROOT PREFIX [UNITS] [ZSH]
# Writes below ROOT/PREFIX; UNITS is the folder of systemd's units, and ZSH the folder of zsh's functions, both below PREFIX.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

root=$1 prefix=$2 units=${3:-lib/systemd/system} zsh=${4:-share/zsh/site-functions}
program=.build/release/zecscript
to=$root$prefix

put() { install -D -m 644 "$@"; }

scripts/dev/build.sh >&2
install -D -m 755 "$program" "$to/bin/zecscript"
strip --remove-section=.comment --remove-section=.note "$to/bin/zecscript"

mkdir -p "$to/share/man/man1" "$to/share/zecscript/scripts" "$to/share/doc/zecscript" "$to/$units"
"$program" man --output "$to/share/man/man1"
gzip -9nf "$to"/share/man/man1/zecscript*.1
"$program" completion bash | put /dev/stdin "$to/share/bash-completion/completions/zecscript"
"$program" completion zsh | put /dev/stdin "$to/$zsh/_zecscript"
"$program" completion fish | put /dev/stdin "$to/share/fish/vendor_completions.d/zecscript.fish"

for file in scripts/*.{lua,json} scripts/examples/*.lua; do put "$file" "$to/share/zecscript/$file"; done
put scripts/types/zec.d.lua "$to/share/zecscript/types/zec.d.lua"
for page in README.md Sources/zecscript/Documentation.docc/*.md; do
    [[ "$page" == */zecscript.md ]] || put "$page" "$to/share/doc/zecscript/${page##*/}"
done

put scripts/package/systemd/sysusers.conf "$to/lib/sysusers.d/zecscript.conf"
for unit in scripts/package/systemd/zecscript@.*; do
    sed "s|/usr/bin/zecscript|$prefix/bin/zecscript|" "$unit" | put /dev/stdin "$to/$units/${unit##*/}"
done

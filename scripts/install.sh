#!/bin/bash
# Installs the program, its manual pages, completions, scripts and units, without a Debian package.
#
# Usage: scripts/install.sh [--uninstall] [PREFIX]
# PREFIX is /usr/local unless given. If the program is not built, the Swift toolchain builds it first. --uninstall removes the files
# that were installed there; journals, /etc/zecscript and the user zecscript stay.
set -euo pipefail

prefix="" removes=""
for word in "$@"; do
    case $word in
    --uninstall) removes=1 ;;
    -*) echo "install: there is no option $word; see the head of $0" >&2 && exit 2 ;;
    *) prefix=$(realpath -m "$word") ;;
    esac
done
prefix=${prefix:-/usr/local}
list=$prefix/share/zecscript/installed-files
cd "$(dirname "${BASH_SOURCE[0]}")/.."

reload() {
    if [[ "$prefix" == /usr* && -d /run/systemd/system ]]; then systemctl daemon-reload; fi
}

uninstall() {
    [[ -f "$list" ]] || { echo "install: nothing is installed in $prefix: there is no $list" >&2 && exit 1; }
    local path
    while IFS= read -r path; do rm -f "$prefix/$path"; done <"$list"
    rm -f "$list"
    # Deletes only empty folders, the innermost folder first.
    for path in "$prefix"/share/{zecscript,doc/zecscript}; do
        [[ ! -d "$path" ]] || find "$path" -depth -type d -empty -delete
    done
    reload
    echo "zecscript is removed from $prefix; /var/lib/zecscript and /etc/zecscript stay where they were used"
}

install_all() {
    local work
    work=$(mktemp -d)
    # shellcheck disable=SC2064
    trap "rm -rf '$work'" EXIT
    scripts/package/stage.sh "$work" "$prefix"
    [[ ! -f "$list" ]] || uninstall >/dev/null
    mkdir -p "$prefix"
    (cd "$work$prefix" && find . -type f | sed 's|^\./||' | sort) >"$work/installed-files"
    cp -r "$work$prefix/." "$prefix/"
    cp "$work/installed-files" "$list"
    if [[ "$prefix" == /usr* ]] && command -v systemd-sysusers >/dev/null; then
        systemd-sysusers "$prefix/lib/sysusers.d/zecscript.conf"
    fi
    reload
    echo "zecscript is installed: $prefix/bin/zecscript"
}

if [[ -n "$removes" ]]; then uninstall; else install_all; fi

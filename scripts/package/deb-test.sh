#!/bin/bash
# Installs the Debian package into a clean root, runs a roll there, removes the package, and checks which files are left.
#
# Usage: scripts/package/deb-test.sh
# The root holds only the packages that this package depends on, copied from this machine: a library without a declared dependency
# is missing there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

scripts/dev/setup.sh dpkg-dev lintian man-db systemd >/dev/null
# Only the user root may change the root folder; any other user runs this script again in a user namespace.
((EUID == 0)) || exec unshare --map-root-user "$0" "$@"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root

fail() { echo "deb-test: $*" >&2; exit 1; }

# MARK: The package

package=$(scripts/package/deb.sh "$work")
field() { dpkg-deb -f "$package" "$1"; }

check_package() {
    local name size
    for name in liblua5.4-0 libedit2 libsqlite3-0 zlib1g; do
        [[ ", $(field Depends)" == *", $name"* ]] || fail "the package does not depend on $name: $(field Depends)"
    done
    size=$(dpkg-deb -c "$package" | awk '$6 == "./usr/bin/zecscript" { print $3 }')
    ((size <= 45 << 20)) || fail "the program has $size bytes (limit 45 MB)"
    lintian --fail-on error,warning "$package" || fail "lintian found errors or warnings"
    scripts/package/deb.sh "$work/again" >/dev/null
    cmp "$package" "$work/again/${package##*/}" || fail "the same files give another package"
}

# MARK: The root

# Prints the installed packages of a list of dependencies, and the installed packages that these depend on.
closure() {
    local waiting=("$@") name dependencies
    local -A seen=()
    while ((${#waiting[@]})); do
        name=${waiting[0]} waiting=("${waiting[@]:1}")
        [[ -n "$name" && -z "${seen[$name]:-}" ]] || continue
        [[ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" == installed* ]] || continue
        seen[$name]=1
        dependencies=$(dpkg-query -W -f '${Pre-Depends},${Depends}' "$name" | sed 's/|[^,]*//g; s/([^)]*)//g; s/:any//g')
        IFS=', ' read -ra dependencies <<<"$dependencies"
        waiting+=("${dependencies[@]}")
    done
    printf '%s\n' "${!seen[@]}"
}

# Makes the root: the packages that the program depends on, a shell, and the tools that the scripts of a package may use.
make_root() {
    local names folder
    read -ra names <<<"$(field Depends | sed 's/([^)]*)//g; s/,/ /g')"
    mkdir -p "$root"/{usr/{bin,sbin,lib,lib64},dev,tmp,etc,var/lib/dpkg/{info,updates}}
    for folder in bin sbin lib lib64; do [[ ! -L /$folder ]] || ln -s "usr/$folder" "$root/$folder"; done
    # A user namespace may not make devices; for the scripts of a package a plain file is enough.
    mknod -m 666 "$root/dev/null" c 1 3 2>/dev/null || touch "$root/dev/null"
    closure "${names[@]}" dash coreutils >"$work/packages"
    touch "$root/var/lib/dpkg/available"
    xargs dpkg-query -s <"$work/packages" >"$root/var/lib/dpkg/status"
    # dpkg lists the files of each package. Folders are left out: tar makes them, and the links such as /lib are made above.
    xargs dpkg-query -L <"$work/packages" | grep '^/' | sort -u | while IFS= read -r path; do
        [[ -d "$path" && ! -L "$path" || ! -e "$path" && ! -L "$path" || "$path" == /usr/share/* ]] || echo "${path#/}"
    done >"$work/files"
    tar -C / -cf - --no-recursion -T "$work/files" | tar -C "$root" -xf - --keep-directory-symlink
    while IFS= read -r name; do
        cp /var/lib/dpkg/info/"$name"{,:*}.list "$root/var/lib/dpkg/info/" 2>/dev/null || true
    done <"$work/packages"
}

files() { (cd "$root" && find . -not -path './var/lib/dpkg/*' -not -path './var/log/*' | sort); }

inside() { chroot "$root" /usr/bin/env -i PATH=/usr/bin:/bin LC_ALL=C.UTF-8 "$@"; }

# MARK: The test

check_units() {
    local unit=$work/units/zecscript@nightly
    mkdir -p "$work/units"
    cp "$root/lib/systemd/system/zecscript@.service" "$unit.service"
    cp "$root/lib/systemd/system/zecscript@.timer" "$unit.timer"
    systemd-analyze security --offline=true --threshold=30 "$unit.service" >"$work/security" ||
        { cat "$work/security"; fail "the service is too exposed (limit 3.0)"; }
    grep 'Overall exposure' "$work/security"
    # The program is in the test root, not at the path in the unit.
    sed -i "s|=/usr/bin/zecscript|=$root/usr/bin/zecscript|" "$unit.service"
    systemd-analyze verify --man=no "$unit.service" "$unit.timer" 2>"$work/verify" || { cat "$work/verify"; fail "systemd-analyze verify"; }
    [[ ! -s "$work/verify" ]] || { cat "$work/verify"; fail "systemd-analyze verify complains"; }
}

check_pages() {
    local page count=0
    for page in "$root"/usr/share/man/man1/zecscript*.1.gz; do
        LC_ALL=C.UTF-8 MANROFFSEQ='' man --warnings -E UTF-8 -l -Tutf8 -Z "$page" >/dev/null 2>"$work/warnings"
        [[ ! -s "$work/warnings" ]] || { cat "$work/warnings"; fail "man warns of ${page##*/}"; }
        ((++count))
    done
    echo "$count manual pages without a warning"
}

roll() {
    local exit_code=0
    inside /usr/bin/zecscript --simulate 20 /usr/share/zecscript/scripts/rolling.lua --all --batch-size 5 \
        >"$work/roll" 2>&1 || exit_code=$?
    ((exit_code == 0)) || { cat "$work/roll"; fail "the roll ended with $exit_code"; }
    grep -q '20 done' "$work/roll" || { cat "$work/roll"; fail "the roll does not tell of 20 instances"; }
    tail -n 1 "$work/roll"
    inside /usr/bin/zecscript --simulate 12 /usr/share/zecscript/scripts/examples/restart.lua | grep -q '3 rebooted' \
        || fail "the example of Getting started does not run"
}

check_package
make_root
files >"$work/before"
dpkg --root="$root" --install "$package" >/dev/null
# The root has no /proc: the program must know its command line without it.
inside /usr/bin/zecscript --version | grep 'SQLite 3' || fail "zecscript --version names no SQLite"
roll
check_units
check_pages
echo kept >"$root/var/lib/zecscript/kept"
dpkg --root="$root" --remove zecscript >/dev/null 2>&1
files >"$work/after"
left=$({ diff "$work/before" "$work/after" || true; } | sed -n 's/^[<>] //p' | paste -s -d ' ')
[[ "$left" == "./var/lib/zecscript ./var/lib/zecscript/kept" ]] || fail "removing the package leaves or takes: $left"
dpkg --root="$root" --purge zecscript >/dev/null 2>&1
[[ ! -e "$root/var/lib/zecscript" ]] || fail "purging the package leaves the state"
echo "removed: nothing is left but state; purged: not even that"

# Tests install.sh, which needs no tools of Debian.
scripts/install.sh "$work/prefix" >/dev/null
"$work/prefix/bin/zecscript" --simulate 2 -e 'zec.instances{}'
scripts/install.sh --uninstall "$work/prefix" >/dev/null
[[ -z "$(find "$work/prefix" -type f)" ]] || fail "install.sh --uninstall leaves $(find "$work/prefix" -type f)"
echo "install.sh: nothing is left"

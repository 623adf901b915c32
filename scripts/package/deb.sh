#!/bin/bash
# Makes the Debian package from the release program.
#
# Usage: scripts/package/deb.sh [FOLDER]
# Writes zecscript_VERSION_ARCHITECTURE.deb into the folder, .build/package unless given, and prints its path. The same commit gives
# the same package. DEBFULLNAME and DEBEMAIL name the maintainer.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

folder=$(realpath -m "${1:-.build/package}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
doc=$root/usr/share/doc/zecscript
changelog=Sources/zecscript/Documentation.docc/Changelog.md

scripts/dev/setup.sh dpkg-dev binutils >&2
umask 022

# "## 0.1.0 (2026-11-27)" in the changelog is a version and its date; the list below it has the changes.
version=$(sed -n 's/^## \([0-9][^ ]*\) (.*/\1/p' "$changelog" | head -n 1)
date=$(sed -n 's/^## [0-9][^ ]* (\(.*\))$/\1/p' "$changelog" | head -n 1)
architecture=$(dpkg --print-architecture)
maintainer="${DEBFULLNAME:-zecscript authors} <${DEBEMAIL:-$(git log -1 --format=%aE)}>"
SOURCE_DATE_EPOCH=$(date -u -d "$date" +%s)
export SOURCE_DATE_EPOCH

# Prints the changelog in the format of Debian.
debian_changelog() {
    awk -v maintainer="$maintainer" '
        function finish() {
            if (date == "") return
            command = "LC_ALL=C date -u -R -d " date
            command | getline stamp; close(command)
            printf "\n -- %s  %s\n\n", maintainer, stamp
        }
        /^## / { finish(); date = substr($3, 2, length($3) - 2); printf "zecscript (%s) unstable; urgency=medium\n\n", $2; next }
        date == "" || /^$/ { next }
        /^- / { sub(/^- /, "  * "); print; next }
        { sub(/^ */, "    "); print }
        END { finish() }' <(fold -s -w 76 "$changelog" | sed 's/ *$//; s/^\([^#-]\)/  \1/')
}

# Prints the packages of the libraries that the program is linked with, and of those that it loads when it needs them.
dependencies() {
    mkdir -p "$work/debian"
    echo "Source: zecscript" >"$work/debian/control"
    (cd "$work" && dpkg-shlibdeps -O "$root/usr/bin/zecscript" 2>/dev/null) |
        sed -n 's/^shlibs:Depends=\(.*\)/\1, libedit2, libsqlite3-0 (>= 3.16.0)/p'
}

control() {
    cat <<EOF
Package: zecscript
Version: $version
Architecture: $architecture
Maintainer: $maintainer
Installed-Size: $(du -k -s --apparent-size "$root" | cut -f 1)
Depends: $(dependencies)
Recommends: ca-certificates, tzdata
Suggests: bash-completion
Section: admin
Priority: optional
Description: run Lua scripts that look after fleets of cloud instances
 zecscript runs the Lua scripts of an operator against a fleet of Zenlayer
 Elastic Compute instances: rolling reboots with evidence, limits, windows
 and health checks. A roll is recorded before it acts, and goes on in the
 next process where the last one was killed.
 .
 The same script runs against a simulated cloud whose time jumps, and is
 rehearsed there in a thousand runs with faults before it is run.
EOF
}

copyright() {
    cat <<EOF
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: zecscript

Files: *
Copyright: ${date%%-*} the zecscript authors
License: all-rights-reserved
 All rights reserved.
EOF
}

# Prints the errors of lintian that are no errors here.
overrides() {
    cat <<EOF
# swift-nio-extras is linked statically, for no package of Debian has it; it brings a zlib of its own.
zecscript: embedded-library zlib *
EOF
}

# The scripts make the user only if systemd is installed, because only the units need it. The state folder stays until the package
# is purged.
maintainer_scripts() {
    cat >"$root/DEBIAN/postinst" <<'EOF'
#!/bin/sh
set -e
if [ "$1" = configure ]; then
    if command -v systemd-sysusers >/dev/null; then systemd-sysusers zecscript.conf; fi
    if [ -d /run/systemd/system ]; then systemctl daemon-reload || true; fi
fi
EOF
    cat >"$root/DEBIAN/postrm" <<'EOF'
#!/bin/sh
set -e
if [ "$1" = purge ]; then rm -rf /var/lib/zecscript; fi
if [ -d /run/systemd/system ]; then systemctl daemon-reload || true; fi
EOF
    # An upgrade stops no roll: it replaces the program, and a running roll goes on with the old file.
    cat >"$root/DEBIAN/prerm" <<'EOF'
#!/bin/sh
set -e
if [ "$1" = remove ] && [ -d /run/systemd/system ]; then
    deb-systemd-invoke stop 'zecscript@*.timer' 'zecscript@*.service' || true
fi
EOF
    chmod 755 "$root"/DEBIAN/{postinst,postrm,prerm}
}

scripts/package/stage.sh "$root" /usr lib/systemd/system share/zsh/vendor-completions
install -d "$root/var/lib/zecscript" "$root/etc/zecscript" "$root/DEBIAN"
copyright >"$doc/copyright"
debian_changelog | gzip -9n >"$doc/changelog.gz"
rm -f "$doc/Changelog.md"
install -d "$root/usr/share/lintian/overrides"
overrides >"$root/usr/share/lintian/overrides/zecscript"
control >"$root/DEBIAN/control"
maintainer_scripts
(cd "$root" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"
find "$root" -exec touch --no-dereference --date "@$SOURCE_DATE_EPOCH" {} +

mkdir -p "$folder"
package=$folder/zecscript_${version}_$architecture.deb
dpkg-deb --root-owner-group --build -Zxz -z1 "$root" "$package" >/dev/null
echo "$package"

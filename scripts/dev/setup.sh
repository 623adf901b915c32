#!/bin/bash
# Installs the missing packages that building and testing need, and prints their names.
#
# Usage: scripts/dev/setup.sh [PACKAGE...]
# PACKAGE is a further package, which only a check needs.
set -euo pipefail

# Headers of Lua, libedit, SQLite and zlib; python3-venv is for the test that runs the cloud's official SDK.
packages=(liblua5.4-dev libedit-dev libsqlite3-dev zlib1g-dev python3-venv "$@")

install_missing_packages() {
    local missing=() package as_root=()
    for package in "${packages[@]}"; do
        [[ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" == installed ]] || missing+=("$package")
    done
    ((${#missing[@]})) || return 0
    echo "setup: installing ${missing[*]}"
    ((EUID == 0)) || as_root=(sudo)
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

require_swift() {
    local version
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' || true)
    if [[ -z "$version" ]]; then
        echo "setup: Swift is missing; install 6.3 or later: https://www.swift.org/install/linux/" >&2
        exit 1
    fi
    if [[ "$(printf '%s\n' 6.3 "$version" | sort -V | head -n 1)" != 6.3 ]]; then
        echo "setup: Swift $version is too old; 6.3 or later is needed: https://www.swift.org/install/linux/" >&2
        exit 1
    fi
}

if ! command -v dpkg-query >/dev/null; then
    echo "setup: this is not Debian; make sure that there are: ${packages[*]}" >&2
else
    install_missing_packages
fi
require_swift

# SPDX-License-Identifier: Apache-2.0
# Shared by tools/demo, tools/test and tests/integration: packages and
# privileges. To be sourced; changes nothing by itself.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# `sudo tools/test` in a user's own clone: git refuses to look at a folder of
# another owner unless it is told that this one is meant.
export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0="$top"

die() {
    printf '%s\n' "$*" >&2
    exit 1
}

# Runs a command as root: directly, or through sudo.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo -- "$@"
    else
        die "This needs root or sudo: $*"
    fi
}

debian_release() {
    local version=
    [ -r /etc/debian_version ] && version=$(cut -d. -f1 /etc/debian_version)
    case $version in
    12 | 13) echo "$version" ;;
    bookworm*) echo 12 ;;
    trixie*) echo 13 ;;
    *) echo none ;;
    esac
}

# Names the packages of these suites for this release, from tools/packages.
packages_of() {
    local release suites=" $* "
    release=$(debian_release)
    awk -v r="$release" -v suites="$suites" '
        /^#/ || NF < 3 { next }
        index(suites, " " $1 " ") && ($2 == "any" || $2 == r) { print $3 }
    ' "$top/tools/packages" | sort -u
}

# Installs what is missing for these suites; silent when nothing is.
need_packages() {
    local missing=() package
    command -v dpkg-query >/dev/null || {
        echo "No Debian packages here: please install yourself what tools/packages lists for: $*" >&2
        return 0
    }
    for package in $(packages_of "$@"); do
        dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null |
            grep -q '^.i' || missing+=("$package")
    done
    [ ${#missing[@]} = 0 ] && return 0
    echo "Installing Debian packages: ${missing[*]}"
    as_root apt-get -q update >/dev/null || die "apt-get update failed"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y \
        --no-install-recommends install "${missing[@]}" >/dev/null ||
        die "apt-get could not install: ${missing[*]}"
}

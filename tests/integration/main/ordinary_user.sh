#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# An ordinary user without a seat, as over ssh: Debian 13's pcscd refuses until
# our polkit rule is installed; Debian 12's does not ask. The whole chain is
# real: dbus-daemon, polkitd, pcscd, in namespaces of this script.
# card: none
# namespaces: yes
. "$TOP/tests/integration/tap.sh"
cd "$T" || exit 1
chmod 755 "$T"
user=inkantest

as_user() {
    setpriv --reuid "$uid" --regid "$gid" --init-groups \
        env -i HOME=/ PATH=/usr/bin:/bin LC_ALL=C.UTF-8 "$@"
}
# A copy that the user can reach: the tree may lie in a closed folder.
copy_programs() {
    mkdir -m 755 bin &&
        cp "$INKAN" bin/inkan &&
        ldd "$INKAN" | awk -v b="$BUILD" 'index($3, b) { print $3 }' |
        xargs -r cp -L -t bin &&
        chmod 755 bin/*
}
inkan_as_user() {
    as_user env LD_LIBRARY_PATH="$T/bin" "$T/bin/inkan" "$@"
}
# Files of the machine that this script changes are changed in copies that
# are mounted over them, in a mount namespace of its own.
private_etc() {
    cp -a /etc "$T/etc" && mount --bind "$T/etc" /etc &&
        groupadd --system inkan &&
        useradd --system --no-create-home --shell /bin/sh "$user"
}
start_services() {
    mkdir -p /run/dbus /run/pcscd
    mount -t tmpfs tmpfs /run/dbus && mount -t tmpfs tmpfs /run/pcscd || return
    if pcscd --version | grep -qw polkit; then
        dbus-daemon --system --fork --nopidfile || return
        "$polkitd" --no-debug >polkitd.log 2>&1 &
    fi
    pcscd -f >pcscd.log 2>&1 &
    for _ in $(seq 100); do
        ss -Hltn 'sport = :35963' | grep -q . && return
        sleep 0.1
    done
    return 1
}

if [ "${1-}" != --private ]; then
    for how in '' '--propagation unchanged'; do
        # shellcheck disable=SC2086
        unshare --mount $how true 2>/dev/null &&
            exec unshare --mount $how bash "$0" --private
    done
    exit 99
fi
polkitd=$(ls /usr/lib/polkit-1/polkitd /usr/libexec/polkitd 2>/dev/null | head -1)
private_etc && copy_programs && start_services || { cat pcscd.log; exit 1; }
uid=$(id -u "$user") gid=$(id -g "$user")
"$INKAN_CARD" issue --persona adult -o card >/dev/null || exit 1
"$INKAN_CARD" plug card >plug.log 2>&1 &
for _ in $(seq 100); do grep -q '^plugged' plug.log && break; sleep 0.1; done

if pcscd --version | grep -qw polkit; then
    ends_with 'without the rule an ordinary user is refused, and told so' 3 \
        inkan_as_user readers
    cp "$TOP/tools/polkit/50-inkan.rules" /etc/polkit-1/rules.d/
    sleep 2
    ends_with 'with the rule, a user outside the group is still refused' 3 \
        inkan_as_user readers
    usermod -aG inkan "$user"
    sleep 1
    succeeds 'with the rule, a member of the group sees the card' \
        inkan_as_user status
else
    succeeds 'this pcscd does not ask polkit: an ordinary user sees the card' \
        inkan_as_user status
fi
done_testing

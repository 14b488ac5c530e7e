#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Around the module, on a real pcscd: theft at every moment, other programs,
# removal, pcscd restarted, two processes at once.
# card: empty
# timeout: 240
. "$TOP/tests/integration/pkcs11/common.bash"

log_in() { # SLOT PIN
    tell user init >/dev/null
    tell user "open $1" >/dev/null
    tell user "login $2"
}

# Cards that keep what was verified, and that drop it, at a reset and at a
# selection; the thief holds a connection from before the login.
for kind in quirk.reset-clears=yes quirk.reset-clears=no quirk.reselect-clears=yes; do
    plug "$kind" || exit 1
    start_other
    start_user "$MOD"
    is "$kind: login" "$(log_in 1 ABC123)" 0x0
    is "$kind: nothing to steal after C_Login" "$(steal sign)" 6982
    is "$kind: signature" "$(tell user sign)" 0x0
    is "$kind: nothing to steal after C_Sign" "$(steal sign)" 6982
    is "$kind: logout" "$(tell user logout)" 0x0
    is "$kind: nothing to steal after C_Logout" "$(steal sign)" 6982
    tell user 'login ABC123' >/dev/null
    tell user sign >/dev/null
    tell user final >/dev/null
    is "$kind: nothing to steal after C_Finalize" "$(steal sign)" 6982
    stop user
    start_user "$MOD"
    log_in 1 ABC123 >/dev/null
    tell user sign >/dev/null
    kill -KILL "${pid_of[user]}"
    is "$kind: nothing to steal after SIGKILL" "$(steal sign)" 6982
    stop user other
done

plug
start_other
start_user "$MOD"
log_in 1 ABC123 >/dev/null
for what in "$SELECT_JPKI" "$SELECT_TEXT" reset; do
    tell other "$what" >/dev/null
    is "a signature after another program's ${what:0:8}" "$(tell user sign)" 0x0
done
counters_are 3/5 'after all that'
stop other
start_other --exclusive
is 'nobody is let in alone while we are logged in' \
    "$(tell user sign)" 0x0
stop other

# Removal and a new card.
unplug
is 'the first call without the card says so' "$(tell user info)" 0x32
is 'and the session is gone' "$(tell user sign)" 0xb3
plug
is 'another card wants a new session' "$(tell user info)" 0xb3
tell user 'open 1' >/dev/null
is 'which is not logged in' "$(tell user info)" 'state 0'
is 'and can log in' "$(tell user 'login ABC123')" 0x0
counters_are 3/5 'of the new card'

# pcscd ends and comes back.
pcscd=$(pgrep -x pcscd)
kill "$pcscd"
for _ in $(seq 100); do
    kill -0 "$pcscd" 2>/dev/null || break
    sleep 0.05
done
is 'without pcscd the session dies' "$(tell user info)" 0x32
is 'no slot has a token' "$(tell user slots)" present
rm -f /run/pcscd/pcscd.comm /run/pcscd/pcscd.pid
options=(-f)
pcscd --help 2>&1 | grep -q -- --disable-polkit && options+=(--disable-polkit)
pcscd "${options[@]}" >pcscd.log 2>&1 &
wait_for_port "$VPCD_PORT"
plugged=
plug_again
for _ in $(seq 60); do
    [ "$(tell user slots)" = '0 1 present' ] && break
    sleep 0.1
done
is 'when it is back the token is' "$(tell user slots)" '0 1 present'
tell user 'open 1' >/dev/null
is 'and a login works' "$(tell user 'login ABC123')" 0x0
is 'and a signature' "$(tell user sign)" 0x0

# Two processes.
start_user "$MOD" second
tell second init >/dev/null
tell second 'open 0' >/dev/null
is 'a second process logs in to the other token' "$(tell second 'login 1234')" 0x0
good=0
for _ in $(seq 10); do
    [ "$(tell user sign) $(tell second sign)" = '0x0 0x0' ] && good=$((good + 1))
done
is 'both sign in turn' "$good" 10
for _ in $(seq 10); do echo sign; done >&"${in_of[second]}"
for _ in $(seq 10); do tell user sign; done | sort | uniq -c | grep -q '^ *10 0x0$' &&
    ok 'and both at once' || not_ok 'and both at once'
for _ in $(seq 10); do IFS= read -r -t 30 _ <&"${out_of[second]}"; done
is 'a logout here leaves the login there' "$(tell user logout) $(tell second sign)" '0x0 0x0'
stop user second
counters_are 3/5 'at the end'
unplug
done_testing

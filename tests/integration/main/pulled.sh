#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The card is pulled after every APDU of every command in turn: one sentence,
# the right exit code, no half-written output, no try lost but by a VERIFY.
# card: empty
# timeout: 300
. "$TOP/tests/integration/tap.sh"
cd "$T" || exit 1
umask 077
printf '1234\n' >pin
printf 'ABC123\n' >password
echo 'to be signed' >data
"$INKAN_CARD" issue --persona adult -o card >/dev/null || exit 1

plug_and_pull() { # AFTER-N-APDUS
    # pcscd looks every 0.4 s: a card that is back before it has seen the
    # removal stays unknown to it.
    sleep 0.6
    : >plug.log
    "$INKAN_CARD" plug card --port "$VPCD_PORT" --fault "pull@$1" >plug.log 2>&1 &
    plugged=$!
    for _ in $(seq 100); do
        grep -q '^plugged' plug.log && return
        sleep 0.05
    done
    return 1
}

# Runs COMMAND with the card leaving after n APDUs, for n = 1, 2, ... until
# it succeeds; every failure must be one of those that a removal may cause.
try_all() { # NAME COMMAND...
    local name=$1 n status bad=
    shift
    for n in $(seq 1 40); do
        rm -f out
        plug_and_pull "$n" || { bad="the card did not get power at $n"; break; }
        "$@" >stdout 2>stderr
        status=$?
        kill "$plugged" 2>/dev/null
        wait "$plugged" 2>/dev/null
        case $status in
        0) break ;;
        1 | 5 | 12) ;;
        *) bad="$bad status $status at $n;" ;;
        esac
        [ "$(wc -l <stderr)" = 1 ] || bad="$bad $(wc -l <stderr) lines on stderr at $n: $(cat stderr);"
        [ ! -e out ] || bad="$bad an output file at $n;"
        [ -z "$(find . -name 'out*' -o -name '.out*')" ] || bad="$bad a left-over file at $n;"
    done
    if [ -z "$bad" ] && [ "$status" = 0 ]; then
        ok "$name: pulled at each of $n APDUs"
    else
        not_ok "$name: pulled at each of $n APDUs" "$bad last status $status"
    fi
}

try_all 'cert' "$INKAN" cert auth -o out
try_all 'person' "$INKAN" person --pin-file pin
try_all 'sign' "$INKAN" sign --key sign --pin-file password -i data -o out
try_all 'sign --cms' "$INKAN" sign --cms --key sign --pin-file password -i data -o out
try_all 'status' "$INKAN" status
is 'no try was lost that a right PIN did not give back' \
    "$("$INKAN" --card card --json status | jq -c '[.pins.auth.tries, .pins.sign.tries]')" '[3,5]'
done_testing

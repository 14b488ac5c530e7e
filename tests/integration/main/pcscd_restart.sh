#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# pcscd ends and comes back while programs run: `inkan wait` goes on, and what
# had the card open says so once and works with the next card.
# card: empty
. "$TOP/tests/integration/tap.sh"
cd "$T" || exit 1
umask 077
printf '1234\n' >pin
"$INKAN_CARD" issue --persona adult -o card >/dev/null || exit 1

plug_card() {
    "$INKAN_CARD" plug card --port "$VPCD_PORT" >plug.log 2>&1 &
    plugged=$!
    for _ in $(seq 100); do
        grep -q '^plugged' plug.log && return
        sleep 0.1
    done
    cat plug.log
    return 1
}
events() { # KIND: how many of these has inkan wait told?
    grep -c "\"event\":\"$1\"" events
}
soon() { # COMMAND...: true within ten seconds
    for _ in $(seq 100); do
        "$@" && return
        sleep 0.1
    done
    return 1
}
told() { # KIND AT-LEAST
    [ "$(events "$1")" -ge "$2" ]
}
start_pcscd() {
    local options=(-f)
    pcscd --help 2>&1 | grep -q -- --disable-polkit && options+=(--disable-polkit)
    pcscd "${options[@]}" >pcscd.log 2>&1 &
    soon answers
}
answers() {
    "$INKAN" readers >/dev/null 2>&1
}

"$INKAN" wait >events 2>wait.err &
waiter=$!
succeeds 'a card is plugged in' plug_card
succeeds 'inkan wait tells it' soon told insert 1
succeeds 'the card is read' "$INKAN" person --pin-file pin

kill "$(pidof pcscd)"
wait "$plugged" 2>/dev/null
ends_with 'without pcscd a command says so' 3 "$INKAN" status
succeeds 'inkan wait still runs' kill -0 "$waiter"

succeeds 'pcscd is started again' start_pcscd
ends_with 'no card is in the reader yet' 5 "$INKAN" --reader 0 status
succeeds 'the card is plugged in again' plug_card
succeeds 'inkan wait tells that too' soon told insert 2
succeeds 'the card is read as before' "$INKAN" person --pin-file pin
sed "s|^|# told: |" events wait.err
kill "$waiter"
done_testing

#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Every vector through pcscd and a reader, each on a new card: what the core
# answers is what a host gets.
# card: empty
# timeout: 120
. "$TOP/tests/integration/tap.sh"
cd "$T" || exit 1
tools=$BUILD/tests/vectors

# Waits until COMMAND succeeds, up to five seconds.
eventually() { # COMMAND...
    for _ in $(seq 100); do
        "$@" && return
        sleep 0.05
    done
    return 1
}

play() { # VECTOR
    local persona plugged status
    persona=$(sed -n 's/^! persona //p' "$1" | head -1)
    rm -f card plug.log
    "$tools/make_test_card" "$persona" card || return 1
    # pcscd must have seen that the card before has left.
    sleep 0.6
    "$INKAN_CARD" plug card --port "$VPCD_PORT" >plug.log 2>&1 &
    plugged=$!
    eventually grep -q '^plugged' plug.log && "$tools/play_pcsc" "$1"
    status=$?
    kill "$plugged"
    wait "$plugged"
    return "$status"
}

for vector in "$TOP"/tests/vectors/*.apdu; do
    case $vector in */no-header.apdu) continue ;; esac
    succeeds "$(basename "$vector") through a reader" play "$vector"
done
done_testing

#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Every vector through the host: inkan with a card in its own process, and
# with a reader of recordings of its own.
# card: none
. "$TOP/tests/integration/tap.sh"
cd "$T" || exit 1

replay() { # VECTOR
    local persona
    persona=$(sed -n 's/^! persona //p' "$1" | head -1)
    rm -f card
    "$BUILD/tests/vectors/make_test_card" "$persona" card &&
        "$INKAN" --card card replay "$1"
}

for vector in "$TOP"/tests/vectors/*.apdu; do
    # less than a header is no line of a recording
    case $vector in */no-header.apdu) continue ;; esac
    succeeds "$(basename "$vector") through the host" replay "$vector"
done
done_testing

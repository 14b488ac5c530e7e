#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# No card, and no pcscd: programs end cleanly: scenario D22.
# card: empty
. "$TOP/tests/integration/pkcs11/common.bash"
needs pkcs11-tool p11tool ssh-keygen

try() { # WHERE
    ends_with "pkcs11-tool -L $1" 0 tool -L
    ends_with "pkcs11-tool -O $1" 1 tool -O
    ends_with "ssh-keygen -D $1" 255 ssh-keygen -D "$MOD"
    ends_with "p11tool --list-tokens $1" 0 p11tool --provider "$MOD" --list-tokens
}
try 'with empty readers'
is 'the slots of every reader are listed' \
    "$(tool -L 2>/dev/null | grep -c '^  (empty)')" 4
pcscd=$(pgrep -x pcscd)
kill "$pcscd"
for _ in $(seq 100); do
    kill -0 "$pcscd" 2>/dev/null || break
    sleep 0.05
done
rm -f /run/pcscd/pcscd.comm
try 'without pcscd'
is 'two slots wait for a reader' "$(tool -L 2>/dev/null | grep -c 'No reader yet')" 2
done_testing

#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Wrong, malformed and forbidden PINs through pkcs11-tool: D17 to D19. The
# counters are asked of the card by another program.
# card: empty
. "$TOP/tests/integration/pkcs11/common.bash"
needs pkcs11-tool

plug
says 'a wrong PIN is CKR_PIN_INCORRECT' CKR_PIN_INCORRECT \
    tool --slot-index 0 -l --pin 9999 -O
counters_are 2/5 'after one wrong PIN'
says 'the token says so' 'user PIN count low' tool -L
succeeds 'the right PIN is taken' tool --slot-index 0 -l --pin 1234 -O
counters_are 3/5 'after the right PIN'

for row in '0 ABC123' '0 123' '0 12345' '0 12a4' '1 1234' '1 ABC12' '1 ABC-12345'; do
    read -r slot pin <<<"$row"
    trace=$T/trace.$slot.$pin
    out=$(INKAN_PKCS11_TRACE=$trace tool --slot-index "$slot" -l --pin "$pin" -O 2>&1)
    is "PIN $pin on slot $slot is refused here" \
        "$(grep -c CKR_PIN_INCORRECT <<<"$out") $(grep -cE '> 00 20 00 9[8B] [01]' "$trace")" '1 0'
done
counters_are 3/5 'after PINs of the wrong form'

plug auth.tries=1 sign.tries=1
says 'the last try is refused' '0x200|CKR_FUNCTION_REJECTED' tool --slot-index 0 -l --pin 1234 -O
says 'on the sign token too' '0x200|CKR_FUNCTION_REJECTED' tool --slot-index 1 -l --pin ABC123 -O
counters_are 1/1 'after the refusals'
says 'the token says that it is the last' 'final user PIN try' tool -L
INKAN_LAST_TRY=1 succeeds 'it can be allowed' tool --slot-index 0 -l --pin 1234 -O
counters_are 3/1 'after the allowed one'

plug auth.tries=0 sign.tries=0
says 'a blocked PIN is CKR_PIN_LOCKED' CKR_PIN_LOCKED tool --slot-index 0 -l --pin 1234 -O
says 'on the sign token too' CKR_PIN_LOCKED tool --slot-index 1 -l --pin ABC123 -O
says 'the token says that it is locked' 'user PIN locked' tool -L
plug
succeeds 'a PIN can be changed' \
    tool --slot-index 0 --login --pin 1234 --change-pin --new-pin 8642
succeeds 'the new one is taken' tool --slot-index 0 -l --pin 8642 -O
counters_are 3/5 'after the change'
unplug
done_testing

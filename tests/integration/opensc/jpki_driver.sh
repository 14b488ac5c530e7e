#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# OpenSC's own jpki driver, which was not written by us, uses our card.
# card: adult
. "$TOP/tests/integration/tap.sh"
cd "$T" || exit 1
module=$(find /usr/lib -name opensc-pkcs11.so | head -1)
tool() {
    pkcs11-tool --module "$module" "$@"
}
# The sign key wants its PIN again for each signature; pkcs11-tool gives it.
sign() { # SLOT ID PIN PUBKEY
    tool --slot-index "$1" --login --pin "$3" --sign -m SHA256-RSA-PKCS \
        --id "$2" -i data -o "sig$1" &&
        openssl dgst -sha256 -verify "$4" -signature "sig$1" data
}
public_key() { # SLOT ID PIN FILE
    tool --slot-index "$1" --login --pin "$3" --read-object --type cert \
        --id "$2" -o "$4.der" &&
        openssl x509 -inform DER -in "$4.der" -noout -pubkey >"$4"
}

echo 'to be signed' >data
says 'opensc-tool calls the card jpki' '^jpki$|JPKI' opensc-tool -n
list=$(tool -L 2>&1)
is 'both tokens are listed' \
    "$(grep -cE 'token label +: JPKI' <<<"$list")" 2
says 'objects of the auth token are listed' 'User Authentication Certificate' \
    tool -O --slot-index 0
says 'objects of the sign token are listed with login' \
    'Digital Signature Certificate' tool -O --slot-index 1 --login --pin ABC123
succeeds 'it reads the auth certificate' public_key 0 01 1234 auth.pub
succeeds 'it signs with the auth key' sign 0 01 1234 auth.pub
succeeds 'it reads the sign certificate' public_key 1 02 ABC123 sign.pub
succeeds 'it signs with the sign key' sign 1 02 ABC123 sign.pub
says 'a wrong PIN is told' 'CKR_PIN_INCORRECT' \
    tool --slot-index 0 --login --pin 9999 -O
is 'and costs one try' "$("$INKAN" --json status | jq .pins.auth.tries)" 2
succeeds 'the right PIN gives the tries back' tool --slot-index 0 --login --pin 1234 -O
for n in 1 2 3; do
    tool --slot-index 0 --login --pin "999$n" -O >/dev/null 2>&1
done
ends_with 'three wrong ones block it: we say so' 8 \
    "$INKAN" sign --key auth --pin-file <(echo 1234) -i data -o out
ends_with 'and OpenSC cannot log in any more' 1 \
    tool --slot-index 0 --login --pin 1234 -O
done_testing

#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The main job over a real pcscd: read the card, sign, and let OpenSSL judge.
# card: adult
. "$TOP/tests/integration/tap.sh"
cd "$T" || exit 1
umask 077
printf '1234\n' >pin
printf 'ABC123\n' >password
printf '9999\n' >wrong
echo 'to be signed' >data

says 'the virtual reader is listed' 'Virtual PCD' "$INKAN" readers
says 'a reader is chosen by a part of its name' '' \
    "$INKAN" --reader 'pcd 00 00' status
ends_with 'a part that fits two readers is wrong use' 2 \
    "$INKAN" --reader Virtual status
ends_with 'a reader that is not there is told' 4 \
    "$INKAN" --reader nosuch status
ends_with 'an empty reader is told' 5 "$INKAN" --reader 1 status
is 'status tells the tries' "$("$INKAN" --json status | jq -c \
    '[.pins.auth.tries, .pins.sign.tries, .pins.text.tries]')" '[3,5,3]'

for which in auth auth-ca sign-ca; do
    succeeds "OpenSSL reads the $which certificate" bash -c \
        '"$INKAN" cert '$which' | openssl x509 -noout -subject'
done
succeeds 'the sign certificate comes with the password' bash -c \
    '"$INKAN" cert sign --pin-file password -o sign.pem &&
     "$INKAN" cert sign-ca -o sign-ca.pem &&
     "$INKAN" cert auth -o auth.pem && "$INKAN" cert auth-ca -o auth-ca.pem'
succeeds 'the auth chain verifies' openssl verify -purpose any \
    -CAfile auth-ca.pem -ignore_critical auth.pem
succeeds 'the sign chain verifies' openssl verify -purpose any \
    -CAfile sign-ca.pem -ignore_critical sign.pem

is 'the four attributes are read' "$("$INKAN" --json person --pin-file pin |
    jq -r '[.name, .birth, .sex, .address] | map(length > 0) | all')" true
is 'the My Number is not read unless asked for' \
    "$("$INKAN" --json person --pin-file pin | jq '.number')" null
is 'with --number it is' "$("$INKAN" --json person --number --pin-file pin |
    jq -r '.number | test("^[0-9]{12}$")')" true

for key in auth:pin:auth sign:password:sign; do
    IFS=: read -r name secret cert <<<"$key"
    succeeds "the $name key signs, OpenSSL verifies" bash -c "
        '$INKAN' sign --key $name --pin-file $secret -i data -o $name.sig &&
        openssl x509 -in $cert.pem -noout -pubkey >$name.pub &&
        openssl dgst -sha256 -verify $name.pub -signature $name.sig data"
    succeeds "a CMS of the $name key verifies with OpenSSL" bash -c "
        '$INKAN' sign --cms --key $name --pin-file $secret -i data -o $name.p7s &&
        openssl cms -verify -binary -inform DER -in $name.p7s -content data \
            -CAfile $name-ca.pem -purpose any -out got && cmp got data"
done
mkdir trust && cp sign-ca.pem trust/
says 'inkan verifies it, and says what it could not check' 'not checked' \
    "$INKAN" verify --trust trust -i data sign.p7s
echo 'something else' >other
ends_with 'and finds another document' 10 \
    "$INKAN" verify --trust trust -i other sign.p7s

ends_with 'a wrong PIN is told' 7 "$INKAN" person --pin-file wrong
is 'it costs one try, which is told' \
    "$("$INKAN" --json status | jq '.pins.text.tries')" 2
succeeds 'the right PIN gives the tries back' "$INKAN" person --pin-file pin
is 'and they are back' "$("$INKAN" --json status | jq '.pins.text.tries')" 3
printf '12345\n' >long
ends_with 'a PIN of the wrong form is refused' 9 "$INKAN" person --pin-file long
is 'and never sent' "$("$INKAN" --json status | jq '.pins.text.tries')" 3
done_testing

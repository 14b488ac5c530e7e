#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# OpenSC's pkcs11-tool with our module: scenarios D1 to D6.
# card: adult
. "$TOP/tests/integration/pkcs11/common.bash"
needs pkcs11-tool
read_certificates || exit 1

list=$(tool -L 2>&1)
is 'two tokens are listed' "$(grep -cE 'token label +: JPKI' <<<"$list")" 2
is 'PIN lengths are told' \
    "$(sed -n 's/^ *pin min\/max *: //p' <<<"$list" | tr '\n' ' ')" '4/4 6/16 '
is 'flags are told, no read-only, no low count' \
    "$(grep -c 'token flags *: login required, token initialized, PIN initialized$' <<<"$list")" 2
is 'serials end in the kind of the token' \
    "$(sed -n 's/^ *serial num *: [0-9a-f]*//p' <<<"$list" | tr -d '\n')" AS

objects=$(tool -O --slot-index 0 2>&1)
is 'the auth token shows certificate, CA and public key, no private key' \
    "$(grep -cE '^Certificate Object' <<<"$objects") $(grep -cE '^Public Key Object; RSA 2048' <<<"$objects") $(grep -c '^Private' <<<"$objects")" '2 1 0'
is 'with their ids' "$(grep -oE '  ID: +[0-9]+' <<<"$objects" | tr -dc '0-9\n' | sort | tr '\n' ' ')" '01 01 03 '
objects=$(tool -O --slot-index 1 2>&1)
is 'the sign token shows nothing before login' \
    "$(grep -cE '^(Certificate|Public Key|Private Key) Object' <<<"$objects")" 0
objects=$(tool -O --slot-index 1 -l --pin ABC123 2>&1)
is 'and all four objects after it' \
    "$(grep -oE '  ID: +[0-9]+' <<<"$objects" | tr -dc '0-9\n' | sort | tr '\n' ' ')" '02 02 02 04 '
says 'the private key signs and never leaves' \
    'Access: +sensitive, always sensitive, never extractable$' printf '%s\n' "$objects"

for slot in 0 1; do
    pin=$([ $slot = 0 ] && echo 1234 || echo ABC123)
    out=$(tool --slot-index $slot -l --pin "$pin" -t 2>&1)
    is "pkcs11-tool -t on slot $slot" "$(tail -1 <<<"$out")" 'No errors'
done

# A DigestInfo of SHA-256, as programs that hash themselves hand in.
{
    printf '\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20'
    openssl dgst -sha256 -binary data
} >digestinfo
sign() { # SLOT PIN ID MECHANISM INPUT OUTPUT
    tool --slot-index "$1" -l --pin "$2" --sign -m "$4" --id "$3" -i "$5" -o "$6"
}
for row in '0 1234 01 auth.pub' '1 ABC123 02 sign.pub'; do
    read -r slot pin id pub <<<"$row"
    rm -f sig
    sign "$slot" "$pin" "$id" RSA-PKCS digestinfo sig >/dev/null 2>&1
    says "slot $slot signs a DigestInfo" 'Verified OK' verifies "$pub" sig
    for bits in 1 256 384 512; do
        rm -f sig
        sign "$slot" "$pin" "$id" "SHA$bits-RSA-PKCS" data sig >/dev/null 2>&1
        says "slot $slot signs with SHA$bits-RSA-PKCS" 'Verified OK' \
            openssl dgst "-sha$bits" -verify "$pub" -signature sig data
    done
done
rm -f sig
tool --slot-index 1 -l --pin ABC123 --sign -m SHA256-RSA-PKCS-PSS \
    --id 02 -i data -o sig >/dev/null 2>&1
says 'and with SHA256-RSA-PKCS-PSS' 'Verified OK' \
    openssl dgst -sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32 \
    -verify sign.pub -signature sig data

ends_with 'the sign certificate is not found without login' 1 \
    tool --slot-index 1 --read-object --type cert --id 02 -o none.der
tool --slot-index 1 -l --pin ABC123 --read-object --type cert --id 02 -o c.der >/dev/null 2>&1
succeeds 'and is the one of the card with it' \
    cmp c.der <(openssl x509 -in sign.pem -outform DER)

says 'a forked child is told apart' 'OK|Success|returned CKR_CRYPTOKI_NOT_INITIALIZED|No errors|fork' tool --test-fork
counters_are 3/5 'at the end'
done_testing

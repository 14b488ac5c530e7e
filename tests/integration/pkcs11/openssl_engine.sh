#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# OpenSSL 3 through libp11's engine, without a terminal: scenario D8.
# card: adult
. "$TOP/tests/integration/pkcs11/common.bash"
if [ -z "$engine" ]; then
    skip 'OpenSSL through the engine' 'libengine-pkcs11-openssl is not installed'
    done_testing
fi
read_certificates || exit 1
openssl_cnf engine.cnf "$engine"
export OPENSSL_CONF=$T/engine.cnf

for row in "$A 1234 auth" "$S ABC123 sign"; do
    read -r uri pin name <<<"$row"
    succeeds "openssl dgst -sign with the $name key" \
        openssl dgst -engine pkcs11 -keyform engine -sha256 \
        -sign "$uri;type=private;pin-value=$pin" -out "$name.sig" data
    says "which verifies" 'Verified OK' verifies "$name.pub" "$name.sig"
done
succeeds 'openssl cms -sign with the sign key' \
    openssl cms -engine pkcs11 -keyform engine -sign -binary -md sha256 -in data \
    -signer sign.pem -inkey "$S;type=private;pin-value=ABC123" -outform pem -out out.pem
says 'which verifies' 'CMS Verification successful|Verification successful' \
    openssl cms -verify -binary -in out.pem -inform pem -content data -CAfile "$SIGN_CA" -purpose any
counters_are 3/5 'before a wrong PIN'
ends_with 'a wrong PIN ends it' 1 \
    openssl dgst -engine pkcs11 -keyform engine -sha256 \
    -sign "$A;type=private;pin-value=9999" -out none.sig data
counters_are 2/5 'and cost one try'
done_testing

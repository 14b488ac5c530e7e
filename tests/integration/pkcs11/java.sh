#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Java's SunPKCS11: keytool and jarsigner: scenario D14.
# card: adult
# timeout: 240
. "$TOP/tests/integration/pkcs11/common.bash"
needs keytool jarsigner jar
printf 'name=JPKI-sign\nlibrary=%s\nslotListIndex=1\n' "$MOD" >sign.cfg
printf 'name=JPKI-auth\nlibrary=%s\nslotListIndex=0\n' "$MOD" >auth.cfg
pkcs11() {
    local program=$1 option=$2 cfg=$3
    shift 3
    "$program" "$@" -storetype PKCS11 -keystore NONE -addprovider SunPKCS11 \
        "$option" "$cfg"
}
out=$(pkcs11 keytool -providerarg sign.cfg -list -v -storepass ABC123 2>&1)
is 'keytool lists the sign key with its chain' \
    "$(grep -c 'PrivateKeyEntry' <<<"$out") $(sed -n 's/.*chain length: //p' <<<"$out")" '1 2'
out=$(pkcs11 keytool -providerarg auth.cfg -list -v -storepass 1234 2>&1)
is 'and the auth key' \
    "$(grep -c 'PrivateKeyEntry' <<<"$out") $(sed -n 's/.*chain length: //p' <<<"$out")" '1 2'
echo content >content
jar cf in.jar content
out=$(jarsigner -storetype PKCS11 -keystore NONE -addprovider SunPKCS11 \
    -providerArg sign.cfg -storepass ABC123 -signedjar out.jar in.jar \
    'Digital Signature Certificate' 2>&1)
says 'jarsigner signs' '^jar signed' printf '%s\n' "$out"
says 'and verifies' '^jar verified' jarsigner -verify out.jar
counters_are 3/5 'at the end'
done_testing

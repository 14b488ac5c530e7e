#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# OpenSSL 3 through pkcs11-provider (Debian 13).
# card: adult
. "$TOP/tests/integration/pkcs11/common.bash"
provider=$(find /usr/lib -path '*ossl-modules/pkcs11.so' 2>/dev/null | head -1)
if [ -z "$provider" ]; then
    skip 'OpenSSL through pkcs11-provider' 'pkcs11-provider is not installed'
    done_testing
fi
read_certificates || exit 1
cat >provider.cnf <<END
openssl_conf = init
[init]
providers = providers
[providers]
default = default_sect
pkcs11 = pkcs11_sect
[default_sect]
activate = 1
[pkcs11_sect]
module = $provider
pkcs11-module-path = $MOD
activate = 1
END
run() {
    OPENSSL_CONF=$T/provider.cnf openssl "$@"
}
for row in "$A 1234 auth" "$S ABC123 sign"; do
    read -r uri pin name <<<"$row"
    succeeds "openssl dgst -sign with the $name key" \
        run dgst -sha256 -sign "$uri;type=private;pin-value=$pin" -out "$name.sig" data
    says 'which verifies' 'Verified OK' verifies "$name.pub" "$name.sig"
done
says 'the hidden sign certificate is found with the PIN' 'subject' \
    run x509 -noout -subject -in "$S;type=cert;pin-value=ABC123"
succeeds 'openssl cms -sign' \
    run cms -sign -binary -in data -signer "$S;type=cert;pin-value=ABC123" \
    -inkey "$S;type=private;pin-value=ABC123" -md sha256 -outform pem -out out.pem
says 'which verifies' 'Verification successful' \
    openssl cms -verify -binary -in out.pem -inform pem -content data -CAfile "$SIGN_CA" -purpose any
succeeds 'openssl storeutl' run storeutl -noout -text "$A;pin-value=1234"
counters_are 3/5 'at the end'
done_testing

#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# GnuTLS: p11tool and a TLS client with the auth key: scenario D7.
# card: adult
. "$TOP/tests/integration/pkcs11/common.bash"
needs p11tool gnutls-cli
read_certificates || exit 1
p11tool() {
    command p11tool --provider "$MOD" "$@"
}

is 'both tokens are listed' \
    "$(p11tool --list-tokens 2>/dev/null | grep -cE '^\s*Label: JPKI')" 2
is 'the objects of the auth token are listed' \
    "$(p11tool --list-all 'pkcs11:token=JPKI%20user%20authentication' 2>/dev/null | grep -cE 'Type: (X.509|Public)')" 3
export GNUTLS_PIN=ABC123
is 'those of the sign token with login' \
    "$(p11tool --login --list-all 'pkcs11:token=JPKI%20digital%20signature' 2>/dev/null | grep -cE 'Type: (X.509|Public|Private)')" 4
p11tool --login --export "$S;type=cert" 2>/dev/null >exported.pem
succeeds 'the sign certificate is exported' \
    cmp <(openssl x509 -in exported.pem -outform DER) <(openssl x509 -in sign.pem -outform DER)
out=$(p11tool --login --test-sign "$S;type=private" 2>&1)
is 'p11tool --test-sign with the sign key' "$(grep -cE '(\.\.\.|:) *ok' <<<"$out")" 3
GNUTLS_PIN=1234
out=$(p11tool --login --test-sign "$A;type=private" 2>&1)
is 'and with the auth key' "$(grep -cE '(\.\.\.|:) *ok' <<<"$out")" 3
unset GNUTLS_PIN

client() { # PORT PRIORITY
    gnutls-cli --priority "$2" --provider="$MOD" --x509cafile=tls.pem \
        --x509certfile="$A;type=cert;pin-value=1234" \
        --x509keyfile="$A;type=private;pin-value=1234" \
        -p "$1" localhost <<<$'GET / HTTP/1.0\r\n\r\n'
}
tls_server 4433 -tls1_2
says 'TLS 1.2 with the auth key' "HTTP/1.0 200" client 4433 NORMAL:-VERS-TLS1.3
tls_server_ends
tls_server 4434 -tls1_3
says 'TLS 1.3 with the auth key, because the card proved PSS' "HTTP/1.0 200" client 4434 NORMAL
tls_server_ends
counters_are 3/5 'at the end'
done_testing

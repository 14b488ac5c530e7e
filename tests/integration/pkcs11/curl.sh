#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# curl with mutual TLS through OpenSSL's engine: scenario D11.
# card: adult
. "$TOP/tests/integration/pkcs11/common.bash"
needs curl
if [ -z "$engine" ] || ! curl --engine list 2>/dev/null | grep -q .; then
    skip 'curl with the auth key' 'this curl has no engines'
    done_testing
fi
get() { # PORT
    curl -sS --cacert tls.pem --engine pkcs11 --cert-type ENG --key-type ENG \
        --cert "$A;type=cert" --key "$A;type=private;pin-value=1234" \
        -o /dev/null -w '%{http_code}' "https://localhost:$1/"
}
openssl_cnf tls12.cnf "$engine"
sed 's/^MaxProtocol.*/MinProtocol = TLSv1.2/; /^SignatureAlgorithms/d' tls12.cnf >plain.cnf
tls_server 4433 -tls1_2
is 'TLS 1.2 with PKCS#1 signatures' "$(OPENSSL_CONF=$T/tls12.cnf get 4433 2>&1)" 200
tls_server_ends
tls_server 4434 -tls1_3
is 'TLS 1.3, because the card proved PSS' "$(OPENSSL_CONF=$T/plain.cnf get 4434 2>&1)" 200
tls_server_ends
counters_are 3/5 'at the end'
done_testing

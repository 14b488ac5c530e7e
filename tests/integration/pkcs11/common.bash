# SPDX-License-Identifier: Apache-2.0
# What the scripts of this folder share; to be sourced. They run in their
# scratch folder, beside a private pcscd with the card that they ask for.
# shellcheck shell=bash disable=SC2034
. "$TOP/tests/integration/tap.sh"
cd "$T" || exit 1
umask 077

# The keys of the two tokens as URIs.
A='pkcs11:token=JPKI%20user%20authentication;id=%01'
S='pkcs11:token=JPKI%20digital%20signature;id=%02'
AUTH_CA=$TOP/tools/ca/trust/auth-ca.pem
SIGN_CA=$TOP/tools/ca/trust/sign-ca.pem
engine=$(find /usr/lib -path '*engines-3/pkcs11.so' 2>/dev/null | head -1)

tool() {
    pkcs11-tool --module "$MOD" "$@"
}

# Tries left of both PINs, asked of the card and not through the module.
tries() {
    "$INKAN" --json status | jq -r '"\(.pins.auth.tries)/\(.pins.sign.tries)"'
}

counters_are() { # WANTED WHEN
    is "tries left $2: $1" "$(tries)" "$1"
}

# Leaves the script when a program is not there.
needs() { # PROGRAM...
    local program
    for program; do
        command -v "$program" >/dev/null && continue
        skip "$program" "it is not installed"
        done_testing
    done
}

# The certificates, read by our own tool; the data to be signed.
read_certificates() {
    "$INKAN" cert auth -o auth.pem &&
        "$INKAN" cert sign --pin-file <(printf 'ABC123\n') -o sign.pem &&
        openssl x509 -in auth.pem -noout -pubkey >auth.pub &&
        openssl x509 -in sign.pem -noout -pubkey >sign.pub &&
        echo 'to be signed' >data
}

verifies() { # PUBKEY SIGNATURE
    openssl dgst -sha256 -verify "$1" -signature "$2" data
}

wait_for_port() { # PORT
    for _ in $(seq 100); do
        ss -Hltn "sport = :$1" | grep -q . && return
        sleep 0.05
    done
    return 1
}

# A TLS server on localhost that wants a certificate of the auth CA.
# Its own is in tls.pem. Arguments go to openssl s_server.
tls_server() { # PORT OPTIONS...
    local port=$1
    shift
    [ -e tls.pem ] || openssl req -x509 -newkey rsa:2048 -nodes -days 2 \
        -subj /CN=localhost -addext subjectAltName=DNS:localhost \
        -keyout tls.key -out tls.pem 2>/dev/null
    openssl s_server -accept "$port" -cert tls.pem -key tls.key \
        -CAfile "$AUTH_CA" -Verify 2 -verify_return_error -www "$@" \
        >"server.$port" 2>&1 &
    tls_pid=$!
    wait_for_port "$port"
}

tls_server_ends() {
    kill "$tls_pid" 2>/dev/null
    wait "$tls_pid" 2>/dev/null
}

# What the wizards of OpenSSL's TLS must be told where a card has no PSS.
openssl_cnf() { # FILE [ENGINE]
    cat >"$1" <<END
openssl_conf = init
[init]
ssl_conf = ssl
${2:+engines = engines}
[engines]
pkcs11 = engine
[engine]
engine_id = pkcs11
dynamic_path = ${2-}
MODULE_PATH = $MOD
init = 0
[ssl]
system_default = tls
[tls]
MaxProtocol = TLSv1.2
SignatureAlgorithms = RSA+SHA256:RSA+SHA384:RSA+SHA512:ECDSA+SHA256:ECDSA+SHA384
END
}

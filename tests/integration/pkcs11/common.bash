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

# What OpenSSL's TLS must be told for a card without PSS.
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

# --- an application and another program, led line by line ------------------
PROGRAMS=$BUILD/tests/integration/pkcs11

# start NAME COMMAND...: its input and output become NAME.in and NAME.out.
declare -A pid_of in_of out_of
start() {
    local name=$1 in out fd
    shift
    rm -f "$name.in" "$name.out"
    mkfifo "$name.in" "$name.out"
    # It must not hold the pipes of the others open: they would never end.
    (
        for fd in "${in_of[@]}" "${out_of[@]}"; do exec {fd}>&-; done
        exec "$@" <"$name.in" >"$name.out" 2>"$name.err"
    ) &
    pid_of[$name]=$!
    exec {in}>"$name.in" {out}<"$name.out"
    in_of[$name]=$in out_of[$name]=$out
}

# tell NAME LINE: says it, and prints the one line of the answer.
tell() {
    local reply
    echo "$2" >&"${in_of[$1]}" 2>/dev/null || { echo gone; return; }
    IFS= read -r -t 30 reply <&"${out_of[$1]}" || reply='no reply'
    echo "$reply"
}

# By a signal: what was started since may still hold their pipes open.
stop() { # NAME...
    local name in out
    for name; do
        [ -n "${pid_of[$name]-}" ] || continue
        in=${in_of[$name]} out=${out_of[$name]}
        exec {in}>&- {out}<&-
        kill "${pid_of[$name]}" 2>/dev/null
        wait "${pid_of[$name]}" 2>/dev/null
        unset "pid_of[$name]" "in_of[$name]" "out_of[$name]"
    done
}

start_user() { # MODULE [NAME]
    start "${2-user}" "$PROGRAMS/p11-user" "$1"
}

# Another program, which holds its connection from now on.
start_other() {
    start other "$PROGRAMS/p11-other" "$@"
    IFS= read -r -t 30 _ <&"${out_of[other]}"
}

SELECT_JPKI=00A4040C0AD392F000260100000001
SELECT_TEXT=00A4040C0AD3921000310001010408

# What a thief gets who asks for a signature with a key that may be open:
# without selecting the application, and after it.
steal() { # auth|sign
    local key=17 sw
    [ "$1" = sign ] && key=1A
    tell other "00A4020C0200$key" >/dev/null
    sw=$(tell other 802A0080040102030400)
    if [ "$sw" != 9000 ]; then
        tell other "$SELECT_JPKI" >/dev/null
        tell other "00A4020C0200$key" >/dev/null
        sw=$(tell other 802A0080040102030400)
    fi
    echo "$sw"
}

# Plugs a card with settings instead of the one before; faults by "fault ...".
plug() { # [KEY=VALUE | fault:FAULT]...
    local set=() faults=() s
    for s; do
        case $s in
        fault:*) faults+=(--fault "${s#fault:}") ;;
        *) set+=(--set "$s") ;;
        esac
    done
    unplug
    "$INKAN_CARD" issue --persona adult "${set[@]}" -o card >/dev/null || return 1
    plug_again "${faults[@]}"
}

plug_again() { # FAULT-OPTIONS...
    : >plug.log
    "$INKAN_CARD" plug card --port "$VPCD_PORT" "$@" >plug.log 2>&1 &
    plugged=$!
    for _ in $(seq 100); do
        grep -q '^plugged' plug.log && return
        sleep 0.05
    done
    return 1
}

# Until pcscd has seen it: a card that comes back before is no news.
unplug() {
    [ -n "${plugged-}" ] || return 0
    kill "$plugged" 2>/dev/null
    wait "$plugged" 2>/dev/null
    plugged=
    for _ in $(seq 100); do
        [ "$("$INKAN" --json readers | jq '.readers[0].card')" = false ] && return
        sleep 0.05
    done
}

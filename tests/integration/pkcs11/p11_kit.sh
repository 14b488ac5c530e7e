#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# p11-kit: a module file, its proxy, and a server: scenario D16. The folder of
# module files is replaced inside this script's mount namespace only.
# card: adult
. "$TOP/tests/integration/pkcs11/common.bash"
needs p11-kit pkcs11-tool
read_certificates || exit 1
proxy=$(find /usr/lib -name p11-kit-proxy.so | head -1)

mkdir modules
printf 'module: %s\nmanaged: yes\n' "$MOD" >modules/inkan.module
mkdir -p /usr/share/p11-kit/modules
mount --bind modules /usr/share/p11-kit/modules || exit 1
list=$(p11-kit list-modules 2>&1)
is 'p11-kit lists both tokens' "$(grep -cE '^ +token: JPKI' <<<"$list")" 2
sign() { # MODULE OUTPUT
    pkcs11-tool --module "$1" --token-label 'JPKI digital signature' -l \
        --pin ABC123 --sign -m SHA256-RSA-PKCS --id 02 -i data -o "$2"
}
if [ -n "$proxy" ]; then
    sign "$proxy" proxy.sig >/dev/null 2>&1
    says 'a signature through the proxy' 'Verified OK' verifies sign.pub proxy.sig
else
    skip 'a signature through the proxy' 'no p11-kit-proxy.so'
fi
client=$(find /usr/lib -name p11-kit-client.so | head -1)
if [ -n "$client" ] && p11-kit server --help >/dev/null 2>&1; then
    export XDG_RUNTIME_DIR=$T
    eval "$(p11-kit server --provider "$MOD" 'pkcs11:token=JPKI%20digital%20signature' 2>server.log)"
    out=$(pkcs11-tool --module "$client" -l --pin ABC123 -t 2>&1)
    is 'pkcs11-tool -t through p11-kit server and client' "$(tail -1 <<<"$out")" 'No errors'
    kill "$P11_KIT_SERVER_PID" 2>/dev/null
else
    skip 'through p11-kit server and client' 'this p11-kit has no server'
fi
counters_are 3/5 'at the end'
umount /usr/share/p11-kit/modules
done_testing

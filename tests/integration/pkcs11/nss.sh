#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# NSS: modutil and certutil: scenarios D12 and D13.
# card: adult
. "$TOP/tests/integration/pkcs11/common.bash"
needs certutil modutil
mkdir db both
certutil -N -d sql:db --empty-password
succeeds 'modutil adds the module' \
    modutil -dbdir sql:db -add JPKI -libfile "$MOD" -force
says 'and lists its slots' 'JPKI user authentication' modutil -dbdir sql:db -list
out=$(certutil -L -d sql:db -h 'JPKI user authentication' 2>&1 </dev/null)
says 'the auth certificate is a user certificate, without a prompt' \
    'User Authentication Certificate +u,u,u' printf '%s\n' "$out"
is 'the CA is not' "$(grep -cE 'CA +u,u,u' <<<"$out")" 0
printf 'JPKI user authentication:1234\nJPKI digital signature:ABC123\n' >pw
is 'one key per token with a password file' \
    "$(certutil -K -d sql:db -h all -f pw 2>/dev/null | grep -cE '^< *[0-9]+> *rsa')" 2
counters_are 3/5 'after that'
printf '1234\n' >one
certutil -K -d sql:db -h all -f one >/dev/null 2>&1
counters_are 3/5 'after one PIN was offered to every token'

certutil -N -d sql:both --empty-password
succeeds 'the auth view can be added' \
    modutil -dbdir sql:both -add 'JPKI auth' -libfile "$MOD_AUTH" -force
succeeds 'beside the sign view' \
    modutil -dbdir sql:both -add 'JPKI sign' -libfile "$MOD_SIGN" -force
is 'and each shows one token' \
    "$(modutil -dbdir sql:both -list 2>/dev/null | grep -cE 'token: JPKI')" 2
done_testing

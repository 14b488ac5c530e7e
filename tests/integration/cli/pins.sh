#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# PINs at the command line: nobody is locked out by us, and each error tells
# which PIN, how many tries, and what to do.
# card: none
. "$TOP/tests/integration/tap.sh"
cd "$T" || exit 1
umask 077
printf '1234\n' >pin
printf 'ABC123\n' >password
printf '9999\n' >wrong
"$INKAN_CARD" issue --persona adult -o card >/dev/null || exit 1

inkan() { "$INKAN" --card card "$@"; }
tries() { inkan --json pin status | jq ".pins.$1.tries"; }
error() { inkan --json "$@" 2>/dev/null | jq -c '[.error.code, .error.pin, .error.tries]'; }

is 'three tries at first' "$(tries text)" 3
ends_with 'a wrong PIN has its own exit code' 7 inkan person --pin-file wrong
is 'it costs one try' "$(tries text)" 2
says 'the tries left are told' '2 tries left|1 try left' inkan person --pin-file wrong
is 'the error object names PIN and tries' "$(error person --pin-file wrong)" '["last-try","text",1]'
ends_with 'the last try is refused' 9 inkan person --pin-file pin
is 'and was not spent' "$(tries text)" 1
ends_with 'INKAN_LAST_TRY=1 allows it' 0 env INKAN_LAST_TRY=1 "$INKAN" --card card person --pin-file pin
is 'the right PIN gives the tries back' "$(tries text)" 3
for _ in 1 2; do inkan person --pin-file wrong >out 2>&1; done
is 'INKAN_LAST_TRY=0 does not allow the last try' \
    "$(INKAN_LAST_TRY=0 "$INKAN" --card card --json person --pin-file pin 2>/dev/null | jq -r .error.code)" last-try
ends_with '--last-try allows the last try' 7 inkan person --last-try --pin-file wrong
ends_with 'then the PIN is blocked' 8 inkan person --last-try --pin-file pin
is 'as the error object says' "$(error person --last-try --pin-file pin)" '["pin-blocked","text",0]'
says 'and who can unblock it is told' 'municipal office' inkan person --pin-file pin

before=$(inkan --json pin status | jq -c .pins)
for value in '' 123 12345 123a '１２３４' ' 1234' '1234 '; do
    printf '%s\n' "$value" >form
    rm -f trace
    ends_with "impossible PIN '$value' is refused" 9 inkan --trace trace pin verify auth --pin-file form
    is "and no VERIFY with a body was sent for it" "$(grep -c '> 00 20 .*····' trace 2>/dev/null)" "$([ -e trace ] && echo 0)"
done
for value in ABC12 ABCDEFGHIJKLMNOPQ 'ABC 12' 'ABC-12'; do
    printf '%s\n' "$value" >form
    ends_with "impossible password '$value' is refused" 9 inkan pin verify sign --pin-file form
done
is 'the error object names the PIN' "$(printf '12\n' >form; error pin verify juki --pin-file form)" '["pin-format","juki",null]'
is 'no try was lost by our own checks' "$(inkan --json pin status | jq -c .pins)" "$before"
head -c 100000 /dev/zero | tr '\0' 1 >form
ends_with 'a file of 100,000 digits is refused' 9 inkan pin verify auth --pin-file form

printf 'abc123\n' >lower
ends_with 'the password counts in lower case, too' 0 inkan pin verify sign --pin-file lower
printf '1234' >bare
ends_with 'a PIN file needs no newline' 0 inkan pin verify auth --pin-file bare
printf '1234\r\n' >crlf
ends_with 'and may end its line as Windows does' 0 inkan pin verify auth --pin-file crlf
ends_with 'a PIN comes from a descriptor' 0 inkan pin verify auth --pin-fd 7 7<pin
ends_with 'from stdin with -' 0 bash -c '"$INKAN" --card card pin verify auth --pin-file - <pin'
ends_with 'from a pipe' 0 bash -c '"$INKAN" --card card pin verify auth --pin-file <(echo 1234)'
chmod 644 pin
ends_with 'a PIN file that others may read is refused' 9 inkan pin verify auth --pin-file pin
ends_with 'also through a descriptor' 9 inkan pin verify auth --pin-fd 7 7<pin
chmod 640 pin
ends_with 'also one that a group may read' 9 inkan pin verify auth --pin-file pin
chmod 600 pin
ends_with 'a closed descriptor is told' 1 inkan pin verify auth --pin-fd 9
ends_with 'a missing PIN file is told' 1 inkan pin verify auth --pin-file nosuch
ends_with 'descriptor and file together are wrong use' 2 inkan pin verify auth --pin-fd 7 --pin-file pin 7<pin
ends_with 'no terminal and no source is wrong use' 2 setsid "$INKAN" --card card pin verify auth
ends_with 'a PIN as an argument is wrong use' 2 inkan pin verify auth 1234
ends_with 'an unknown PIN is wrong use' 2 inkan pin verify bogus --pin-file pin

printf '4321\n' >new
ends_with 'a PIN is changed' 0 inkan pin change auth --pin-file pin --new-pin-file new
ends_with 'the new one is right' 0 inkan pin verify auth --pin-file new
ends_with 'the old one is not' 7 inkan pin verify auth --pin-file pin
printf '4321\n1234\n' >both
ends_with 'old and new from one descriptor, a line each' 0 \
    bash -c '"$INKAN" --card card pin change auth --pin-fd 7 --new-pin-fd 7 7<both'
printf '12\n' >short
ends_with 'a new PIN of impossible form changes nothing' 9 inkan pin change auth --pin-file pin --new-pin-file short
ends_with 'the old one still holds' 0 inkan pin verify auth --pin-file pin
ends_with 'a change with a wrong old PIN' 7 inkan pin change auth --pin-file wrong --new-pin-file new
ends_with 'the sign password is changed' 0 inkan pin change sign --pin-file password --new-pin-file <(echo xyz789)
ends_with 'and sent in upper case' 0 inkan pin verify sign --pin-file <(echo XYZ789)
is 'a change is told as JSON' "$(inkan --json pin change juki --pin-file pin --new-pin-file new | jq -c .)" \
    '{"pin":"juki","result":"changed"}'
done_testing

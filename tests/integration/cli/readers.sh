#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The command over a real pcscd: events, waiting, a card that falls mute, and
# no service at all.
# card: empty
# timeout: 200
. "$TOP/tests/integration/tap.sh"
cd "$T" || exit 1
umask 077
printf '1234\n' >pin
"$INKAN_CARD" issue --persona adult -o card >/dev/null || exit 1

plug() { # FAULT...
    : >plug.log
    "$INKAN_CARD" plug card --port "$VPCD_PORT" "$@" >plug.log 2>&1 &
    plugged=$!
    for _ in $(seq 100); do
        grep -q '^plugged' plug.log && return
        sleep 0.05
    done
}
unplug() {
    kill "$plugged" 2>/dev/null
    wait "$plugged" 2>/dev/null
}

ends_with 'no card is told' 5 "$INKAN" status
is 'as a code' "$("$INKAN" --json status 2>/dev/null | jq -r .error.code)" no-card
"$INKAN" --json doctor --wait 0 >doctor.json
is 'doctor: exit code' "$?" 5
is 'doctor: no card, and perhaps no type B' "$(jq -c '[.findings[].code | select(. == "no-card" or . == "reader-type-b")]' doctor.json)" \
    '["no-card","reader-type-b"]'
is 'doctor: a virtual reader' "$(jq '[.findings[].code | select(. == "reader-virtual")] | length > 0' doctor.json)" true
ends_with 'wait ends at its timeout' 12 "$INKAN" wait --timeout 1
is 'what is there is told first' "$("$INKAN" wait --present --timeout 0 2>/dev/null | jq -r .event | sort -u)" reader-added

"$INKAN" wait --count 2 --timeout 60 >events 2>/dev/null &
waiting=$!
sleep 1
plug
sleep 1
unplug
wait $waiting
is 'wait ends after its count of events' $? 0
is 'insertion and removal are told' "$(jq -r .event events | tr '\n' ' ')" 'insert remove '
is 'with the reader' "$(jq -r .reader events | sort -u | grep -c 'Virtual PCD')" 1
is 'and the ATR' "$(head -1 events | jq -r '.atr | length > 4')" true

"$INKAN" --json doctor --wait 30 >doctor.json 2>/dev/null &
waiting=$!
sleep 1
plug
wait $waiting
is 'doctor waits for a card and goes on' "$? $(jq -r .usable doctor.json)" '0 true'
is 'a reading command works' "$("$INKAN" --json person --pin-file pin | jq -r '.name | length > 0')" true
"$INKAN" replay <(printf '> 00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01\n< 90 00\n> 00 B0 86 00 04\n< 4A 50 4B 49 90 00\n') >out
is 'a recording of reading commands is played' "$? $(head -c 17 out)" '0 2 commands played'
unplug

plug --fault delay=400
script -qec '"$INKAN" person --pin-file pin' /dev/null >terminal </dev/null
is 'at a terminal a slow card shows that it is at work' "$(tr '\r' '\n' <terminal | grep -c 'bytes read' | sed 's/^[1-9].*/yes/')" yes
"$INKAN" person --pin-file pin >out 2>err
is 'elsewhere it does not' "$? $(wc -c <err)" '0 0'
unplug

plug --fault mute@1
start=$SECONDS
"$INKAN" --deadline 2000 --json cert auth >out 2>err
status=$?
took=$((SECONDS - start))
unplug
case $status in
5 | 12) ok 'a card that falls mute ends the program' ;;
*) not_ok 'a card that falls mute ends the program' "status $status: $(cat out err)" ;;
esac
is 'within its deadline and five seconds of grace' "$([ $took -le 12 ] && echo yes || echo "$took s")" yes
is 'with one sentence' "$(wc -l <err)" 1
is 'and an error object' "$(jq -r '.error.code | length > 0' out)" true
plug --fault mute@1
"$INKAN" --deadline 1000 --json doctor --wait 0 >out 2>err
is 'doctor calls it mute, after all that it found' \
    "$? $(jq -c '[.usable, .findings[0].code, .findings[-1].code]' out)" '5 [false,"service","mute"]'
unplug
plug --fault mute@1
LC_ALL=ja_JP.UTF-8 "$INKAN" --deadline 1000 doctor --wait 0 >out 2>err
is 'also in Japanese, on its last line' "$? $(tail -1 out | grep -c 'カードが応答しません')" '5 1'
unplug

options=(-f)
pcscd --help 2>&1 | grep -q -- --disable-polkit && options+=(--disable-polkit)
"$INKAN" wait --present --count 4 --timeout 60 >events 2>err &
waiting=$!
for _ in $(seq 300); do # it waits when it has told both readers
    [ "$(wc -l <events)" -ge 2 ] && break
    sleep 0.1
done
kill "$(cat /run/pcscd/pcscd.pid)" # a tmpfs of this namespace
sleep 2
rm -f /run/pcscd/pcscd.comm /run/pcscd/pcscd.pid
pcscd "${options[@]}" >/dev/null 2>&1 &
wait $waiting
is 'a service that goes and comes is an event, not an end' "$? $(jq -r .event events | tr '\n' ' ')" \
    '0 reader-added reader-added service-lost service-back '

export PCSCLITE_CSOCK_NAME=$T/nowhere
ends_with 'no service is told' 3 "$INKAN" readers
is 'as a code' "$("$INKAN" --json status 2>/dev/null | jq -r .error.code)" no-service
is 'also by doctor' "$("$INKAN" --json doctor | jq -r '.findings[0].code')" no-service
ends_with 'and --card needs none' 0 "$INKAN" --card card status
done_testing

#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Thousands of answers through a real folder: the program must not grow, must
# take each file once, and must end when it is told to.
# card: none
# timeout: 240
. "$TOP/tests/integration/tap.sh"
. "$TOP/tests/integration/reception/answers.bash"
cd "$T" || exit 1
umask 077
mkdir face
printf '1234\n' >pin
"$INKAN_CARD" issue --persona adult -o card >/dev/null || exit 1
"$INKAN" --card card reception --institution $institution --face face \
    --by text-pin --pin-file pin --trust "$TOP/tools/ca/trust" --settle 0 >line 2>err &
desk=$!
wait_for_line line 'card 1 read'
rss() { awk '/VmRSS/ { print $2 }' "/proc/$desk/status"; }

sent=0
send() { # COUNT: as fast as files can be written
    local i whole id
    whole=$(answer '甲野　花子' 19850614 2 IDENTIFIER)
    for i in $(seq "$1"); do
        sent=$((sent + 1))
        printf '%s\r\n' "${whole/IDENTIFIER/id$sent}" >part
        mv part "face/OQSsiquc01res_face_${sent}_1.xml"
    done
    for i in $(seq 300); do
        [ "$(grep -c MATCH line)" -ge "$sent" ] && return
        sleep 0.1
    done
}

send 1000
first=$(rss)
for _ in 1 2 3 4; do
    send 1000
    find face -name '*.xml' -delete
done
last=$(rss)
is 'each of 5000 answers is told once' \
    "$(grep -c MATCH line) $(grep -oE 'face_[0-9]+' line | sort -u | wc -l)" "5000 5000"
if [ $((last - first)) -lt 1024 ]; then
    ok "the program does not grow ($first KiB after 1000, $last KiB after 5000)"
else
    not_ok "the program does not grow" "$first KiB after 1000, $last KiB after 5000"
fi
kill -TERM "$desk"
wait "$desk"
is 'a signal ends it in order' $? 0
is 'and it says what was' "$(grep -cE '5000 answers \(0 by id, 5000 by time, 0 unpaired\)' err)" 1
done_testing

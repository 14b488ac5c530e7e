#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Through pcscd: the card is pulled after each APDU while its answer comes,
# and the next patient's card follows. No answer is graded against a card that
# was not read, none against another one.
# card: empty
# timeout: 300
. "$TOP/tests/integration/tap.sh"
. "$TOP/tests/integration/reception/answers.bash"
cd "$T" || exit 1
umask 077
mkdir face
printf '1234\n' >pin
"$INKAN_CARD" issue --persona adult -o card >/dev/null || exit 1
"$INKAN_CARD" issue --persona licence -o next >/dev/null || exit 1
"$INKAN" --json reception --institution $institution --face face --by text-pin \
    --pin-file pin --trust "$TOP/tools/ca/trust" --settle 0 >line 2>err &
desk=$!

plug() { # IMAGE [ARG...]
    local image=$1
    shift
    : >plug.log
    "$INKAN_CARD" plug "$image" --port "$VPCD_PORT" "$@" >plug.log 2>&1 &
    plugged=$!
    wait_for_line plug.log '^plugged'
}

unplug() {
    kill "$plugged" 2>/dev/null
    wait "$plugged" 2>/dev/null
}

cards() { # how many card sessions have been told as read or unread
    jq -s '[.[] | select(.event == "card" and .state != "removed")] | length' line
}

bad=
for n in $(seq 1 40); do
    before=$(cards)
    plug card --fault "pull@$n" || bad="$bad no power at $n;"
    for _ in $(seq 300); do
        [ "$(cards)" -gt "$before" ] && break
        sleep 0.1
    done
    state=$(jq -rs '[.[] | select(.event == "card" and .state != "removed")] | last | .state' line)
    answer '子安　真琴' 19870520 2 | drop "face/OQSsiquc01res_face_n${n}_1.xml"
    sleep 1
    unplug
    [ "$state" = read ] && break
done
is "pulled at each of $n APDUs the card is told as unread, then read" "$bad $state" ' read'
# The answers of the next patient came while the first card was tried: they
# are nobody's (several sessions, or one that was not read), or a stranger to
# the card that was read at last; never a match.
sleep 1
plug next
for _ in $(seq 300); do
    [ "$(jq -rs '[.[] | select(.event == "card" and .state != "removed")] | last | .state' line)" = read ] &&
        [ "$(cards)" -gt "$n" ] && break
    sleep 0.1
done
answer '甲野　花子' 19850614 2 | drop face/OQSsiquc01res_face_old_1.xml
sleep 2
unplug
kill -TERM "$desk"
wait "$desk"
status=$?
is 'a signal ends the run with what was found' \
    "$(case $status in 10 | 11) echo yes ;; *) echo "$status" ;; esac)" yes
is 'no answer matched a card' \
    "$(jq -rs '[.[] | select(.event == "answer" and (.findings | index("MATCH")))] | length' line)" 0
is 'every answer was told, once' \
    "$(jq -rs '[.[] | select(.event == "answer") | .file] | (length == (unique | length)) | tostring' line) $(
        jq -rs '[.[] | select(.event == "answer")] | length' line)" "true $((n + 1))"
is 'what is paired by time belongs to the one card then read' \
    "$(jq -rs '[.[] | select(.event == "answer" and .paired_by != null and .verdict != "STRANGER")] | length' line)" 0
is 'nothing personal is in what was told' \
    "$(grep -cE '甲野|子安|19850614|19870520' line err | tr "\n" " ")" "line:0 err:0 "
is 'no try was lost' "$("$INKAN" --card card --json status | jq .pins.text.tries)" 3
done_testing

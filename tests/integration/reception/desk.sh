#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A reception desk: one card, the folders of a terminal, a patient list.
# card: none
# timeout: 180
. "$TOP/tests/integration/tap.sh"
. "$TOP/tests/integration/reception/answers.bash"
cd "$T" || exit 1
umask 077
mkdir face res req out
printf '1234\n' >pin
"$INKAN_CARD" issue --persona adult -o card >/dev/null || exit 1
"$INKAN_CARD" issue --persona rare-kanji -o rare >/dev/null || exit 1
trust=$TOP/tools/ca/trust
pushed() { echo "face/OQSsiquc01res_face_$1_$(now_tokyo).xml"; }

desk() { # CARD [ARG...]: starts a run; its lines go to line, $pid is its id
    local card=$1
    shift
    rm -f line # of the run before: nobody must wait for that
    "$INKAN" --card "$card" reception --institution $institution --face face \
        --res res --trust "$trust" --timeout 60 "$@" >line 2>err &
    pid=$!
}
by_pin=(--by text-pin --pin-file pin)

# --- one verdict each, with its exit status
one() { # NAME WANTED-STATUS WANTED-LINE CARD ANSWER-COMMAND...
    local name=$1 want=$2 regex=$3 card=$4 status
    shift 4
    desk "$card" "${by_pin[@]}" --settle 0 --exit-after 1
    wait_for_line line 'card 1 read' || not_ok "$name: the card is read"
    "$@" | drop "$(pushed x)"
    wait "$pid"
    status=$?
    if [ "$status" = "$want" ] && grep -qE "$regex" line; then
        ok "$name"
    else
        not_ok "$name" "status $status, wanted $want: $(cat line err)"
    fi
}
one 'the person on the card' 0 ' MATCH: .*by time' card answer '甲野　花子' 19850614 2
one 'in CP932, too' 0 ' MATCH: ' card answer_cp932 '甲野　花子' 19850614 2
one 'a stranger' 10 ' STRANGER: birth date, name, sex differ' card \
    answer '乙川　太郎' 19700101 1
is 'whose values are not shown' "$(grep -cE '乙川|19700101' line)" 0
one 'a dot, with the true character' 0 'DOT: at 2: the card says 野' card \
    answer '甲●　花子' 19850614 2
one 'another form of the name' 0 'VARIANT: .*髙/高' rare \
    answer '吉川　高崎子' 19660707 2
one 'what a claim refuses' 0 'CLAIM-UNSAFE: .*﨑 -> 崎' rare \
    answer '吉川　髙﨑子' 19660707 2
one 'no valid insurance' 10 'NOT-ELIGIBLE' card \
    answer '甲野　花子' 19850614 2 x 4
one 'a newer insurance' 10 'NEW-ENTITLEMENT' card \
    answer '甲野　花子' 19850614 2 x 3
one 'another institution' 11 'UNPAIRED: .*another institution' card \
    answer '甲野　花子' 19850614 2 x 1 9999999999
for persona in expired-2m expired-4m; do
    "$INKAN_CARD" issue --persona $persona -o $persona >/dev/null
done
one 'an expired certificate in its grace' 10 'EXPIRED: eligibility only until 20..-..-' \
    expired-2m answer '壬生　樹' 19000101 1
one 'an expired certificate after it' 10 'EXPIRED: .*the grace is over' \
    expired-4m answer '壬生　航' 19000101 1
"$INKAN_CARD" issue --persona adult --forge record -o forged >/dev/null
one 'a forged card' 10 'FORGED: ' forged answer '甲野　花子' 19850614 2

# --- the requests of our own
cat >patients.csv <<'X'
id,name,birth,sex,insurer,symbol,number,branch
00017,甲野　花子,1985-06-14,2,123456,12-34,4260,01
X
printf '<?xml version="1.0" encoding="UTF-8"?>\n<XmlMsg><Id>{identifier}</Id><No>{patient}</No></XmlMsg>\n' >template
desk card "${by_pin[@]}" --req req --patients patients.csv --request \
    --register template --json -o out --exit-after 1
wait_for_line line '"request":"eligibility","code":"written"'
request=$(ls req)
id=$(sed -n 's|.*<ArbitraryFileIdentifier>\(.*\)</Arb.*|\1|p' req/*)
is 'a request of 128 random bits lies under its identifier' \
    "$(grep -cE '^[0-9a-f]{32}$' <<<"$id") $request" "1 OQSsiquc01req_$id.xml"
is 'with the insurance of the patient list' \
    "$(grep -c '<InsurerNumber>123456<' req/*)" 1
answer '甲野　花子' 19850614 2 foreign | drop res/OQSsiquc01res_foreign.xml
wait "$pid"
is 'an answer to another program is nobody'\''s' \
    "$(jq -r 'select(.event == "answer") | .unpaired.code' line)" not-ours
rm -f req/*
desk card "${by_pin[@]}" --req req --patients patients.csv --request \
    --register template --json -o out --exit-after 1
wait_for_line line '"request":"eligibility","code":"written"'
id=$(sed -n 's|.*<ArbitraryFileIdentifier>\(.*\)</Arb.*|\1|p' req/*)
answer_cp932 '甲野　花子' 19850614 2 "$id" | drop "res/OQSsiquc01res_$id.xml"
wait "$pid"
is 'the status is that of a match' $? 0
is 'our own answer is paired by its identifier' \
    "$(jq -c 'select(.event == "answer") | [.verdict, .paired_by, .patient]' line)" \
    '["MATCH","id","00017"]'
is 'the patient number is registered' "$(grep -l '<No>00017</No>' req/OQSsiimm01req_* | wc -l)" 1
is 'the object lies in the folder, for its owner alone' \
    "$(find out -name '*.json' -perm 0600 | wc -l)" 2
is 'its line is in it' "$(jq -r .line "$(ls out/*.json | tail -1)" | grep -c 'MATCH')" 1
is 'no half file is left anywhere' "$(find . -name '.*' -type f | wc -l)" 0

# --- number B, as it is printed on the card
year=$("$INKAN" --card card --json card-number | jq -r '.expiry[0:4]')
printf '600614%s4071\n' "$year" >number-b
desk card --number-b-file number-b --json -o out --exit-after 1
wait_for_line line '"state":"read"'
is 'number B ties the face to the card' \
    "$(jq -r 'select(.event == "card") | .card.bound' line)" face
rm -f out/*
answer '●野　花子' 19850614 2 | drop "$(pushed b)"
wait "$pid"
is 'beside a dot lies the picture of the name' \
    "$(file -b --mime-type out/*.png)" image/png
is 'the number is nowhere' "$(grep -rlE '123456789018|600614' line err out | wc -l)" 0

# --- bad files
desk card "${by_pin[@]}" --json
wait_for_line line '"state":"read"'
printf '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><XmlMsg>&c;</XmlMsg>' |
    drop "$(pushed bomb)"
answer '甲野　花子' 19850614 2 | tr '<' '\0' | cat - <(echo '</XmlMsg>') | drop "$(pushed nul)"
answer '甲野　花子' 19850614 2 | iconv -f UTF-8 -t CP932 | drop "$(pushed wrong)"
answer '甲野　花子' 19850614 2 | drop "$(pushed first)"
wait_for_line line '"verdict":"MATCH"'
cp face/OQSsiquc01res_face_first_*.xml face/OQSsiquc01res_face_copy.xml
wait_for_line line 'face_copy.xml","code":"duplicate"'
printf '<XmlMsg>' >face/OQSsiquc01res_face_gone.xml
sleep 2
rm face/OQSsiquc01res_face_gone.xml
wait_for_line line vanished
mv face/OQSsiquc01res_face_first_*.xml face/OQSsiquc01res_face_moved.xml
wait_for_line line 'face_moved.xml","code":"duplicate"'
kill -TERM "$pid"
wait "$pid"
is 'each bad file is told with its reason' \
    "$(jq -r 'select(.event == "file") | .code' line | sort | tr '\n' ' ')" \
    'broken-text doctype duplicate duplicate nul vanished '
is 'and the good one is told once' \
    "$(jq -r 'select(.event == "answer") | .verdict' line)" MATCH

# --- wrong use
for args in '' '--face face' "--institution $institution" \
    '--face face --institution 12' \
    "--face face --institution $institution --request" \
    "--face face --institution $institution --register x" \
    "--face face --institution $institution --settle 121"; do
    # shellcheck disable=SC2086
    ends_with "wrong use: reception $args" 2 "$INKAN" --card card reception $args
done
ends_with 'a folder that is not there' 1 "$INKAN" --card card reception \
    --institution $institution --face nowhere --timeout 1
printf '9999\n' >wrong
"$INKAN" --card card reception --institution $institution --face face \
    --by text-pin --pin-file wrong --json --timeout 2 >line 2>err
is 'a wrong PIN ends no run, and ends it as not checked' $? 11
is 'it is told with the tries that are left' \
    "$(jq -c 'select(.event == "card") | [.state, .code, .tries]' line)" \
    '["unread","wrong-pin",2]'
is 'and is tried once' "$("$INKAN" --card card --json status | jq .pins.text.tries)" 2
done_testing

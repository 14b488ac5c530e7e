#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# `inkan doctor` tells each state apart by a stable code, without a PIN.
# card: none
. "$TOP/tests/integration/tap.sh"
cd "$T" || exit 1

# PERSONA STATUS CODE: doctor ends with STATUS and finds CODE.
finds() {
    local persona=$1 want=$2 code=$3 out status
    [ -e "$persona" ] || "$INKAN_CARD" issue --persona "$persona" -o "$persona" >/dev/null || exit 1
    out=$("$INKAN" --card "$persona" --json doctor --wait 0)
    status=$?
    is "$persona: exit code" "$status" "$want"
    is "$persona: $code" "$(jq -r --arg c "$code" '[.findings[].code | select(. == $c)] | length > 0' <<<"$out")" true
}

finds adult 0 auth-valid
finds child 0 sign-absent
finds android 0 phone
finds android 0 auth-guarded
finds expired-1d 10 auth-grace
finds expired-2m 10 auth-grace
finds expired-4m 10 auth-expired
finds one-try 0 pin-one-try
finds blocked 8 pin-blocked
is 'each finding has a sentence' "$("$INKAN" --card adult --json doctor |
    jq '[.findings[] | .text | length > 10] | all')" true
is 'no try is spent by looking' "$("$INKAN" --card one-try --json pin status | jq -c '[.pins[] | .tries] | min')" 1
is 'a PIN that no certificate needs is no problem' "$("$INKAN" --card child --json doctor | jq .usable)" true
says 'who can unblock is told' 'municipal office' "$INKAN" --card blocked doctor
says 'a code is explained' 'pcscd' "$INKAN" explain no-service
is 'every code has a text and an exit code' "$("$INKAN" --json explain |
    jq '[.codes[] | (.text | length) > 0 and .exit > 0] | all')" true
is 'codes are unique' "$("$INKAN" --json explain | jq '[.codes[].code] | length == (unique | length)')" true
done_testing

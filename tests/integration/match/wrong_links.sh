#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A small generated population with many wrong links: none may be missed. The
# million rows are tests/bench/match/run.
# card: none
# timeout: 180
. "$TOP/tests/integration/tap.sh"
if ! [ -x "$BUILD/tests/bench/match/match-generate" ]; then
    skip 'wrong links' 'the generator is not built'
    done_testing
fi
for seed in 1 2; do
    output=$("$TOP/tests/bench/match/run" "$BUILD" --rows 20000 --wrong 0.05 --seed "$seed" 2>&1)
    is "seed $seed: no wrong link is missed" "$? $(grep -c '^missed' <<<"$output")" '0 0'
    share=$(awk '/^inkan audit/ { sub("%", "", $4); print int($4) }' <<<"$output")
    [ "${share:-0}" -ge 90 ] && ok "seed $seed: nine of ten rows need no human" ||
        not_ok "seed $seed: nine of ten rows need no human" "$output"
    others=$(awk '/^NFKC only/ { sub("%", "", $4); print int($4) }' <<<"$output")
    [ "${others:-100}" -lt "${share:-0}" ] && ok "seed $seed: more than NFKC alone decides" ||
        not_ok "seed $seed: more than NFKC alone decides" "$output"
done
done_testing

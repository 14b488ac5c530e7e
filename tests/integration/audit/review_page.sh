#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The review page in a headless Chromium: what it shows, its keys, its policy,
# and the file that a second run takes in.
# card: none
# timeout: 120
. "$TOP/tests/integration/tap.sh"
cd "$T" || exit 1
umask 077
if ! command -v chromium >/dev/null; then
    skip 'the review page' 'needs chromium'
    done_testing
fi
head -c 32 /dev/urandom >hash.key
cat >reference.csv <<'CSV'
id,key,name,kana,birth,sex,address
r1,1,山田　太郎,ヤマダ　タロウ,19700403,1,東京都新宿区西新宿2-8-1
r2,2,鈴木　一子,スズキ　イチコ,19661102,2,北海道札幌市中央区北一条西2-1-1
r3,3,佐藤　美咲,サトウ　ミサキ,20010120,2,福岡県福岡市中央区天神1-8-1
r4,4,伊藤　健太,イトウ　ケンタ,19990909,1,愛知県名古屋市中区三の丸3-1-1
CSV
cat >records.csv <<'CSV'
id,key,name,kana,birth,sex,address
a1,1,<img src=x onerror=alert(1)>,x,19010101,2,</script><script>alert(2)</script>
a2,2,鈴木　花子,スズキ　ハナコ,19680214,2,札幌市中央区北1条西2-1-1
a3,3,佐藤　美咲,サトウ　ミサキ,20010120,2,東京都足立区中央本町1-17-1
a4,4,‮伊藤　健太‬,イトウ　ケンタ,,1,名古屋市中区三の丸3-1-1
CSV
for file in reference records; do
    for column in id key name kana birth sex address; do
        echo "$file.$column = $column"
    done
done >map
"$INKAN" audit --hash-key hash.key --reference reference.csv --records records.csv \
    --map map --out out >/dev/null
output=$(timeout 100 python3 "$TOP/tests/integration/audit/review_page.py" out/review.html "$T" 2>&1)
grep -vE '^1\.\.' <<<"$output"
tap_count=$(grep -cE '^(not )?ok' <<<"$output")
tap_failed=$(grep -cE '^not ok' <<<"$output")
[ "$tap_count" -gt 0 ] || not_ok 'the page can be driven' "$output"
"$INKAN" audit --hash-key hash.key --reference reference.csv --records records.csv \
    --map map --judgements judgements.json --out again >/dev/null
is 'a second run takes in what the page saved' \
    "$(jq -c .judgements again/summary.json)" '{"once":0,"same":1,"other":0,"apart":2}'
done_testing

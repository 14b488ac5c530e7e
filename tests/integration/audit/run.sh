#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# inkan audit from files to reports: verdicts, encodings, bad input, judgements,
# a run that is stopped and goes on, and what must not leak.
# card: none
# timeout: 180
. "$TOP/tests/integration/tap.sh"
cd "$T" || exit 1
umask 077
head -c 32 /dev/urandom >hash.key

audit() { "$INKAN" audit --hash-key hash.key --reference reference.csv --records records.csv "$@"; }
# Verdict of a row of a report.
verdict() { # DIR ROW
    awk -F, -v row="$2" '$1 == "records" && $2 == row { print $5 }' "$1/report.csv"
}

cat >reference.csv <<'CSV'
id,number,name,kana,birth,sex,address
r1,123456789018,山田　太郎,ヤマダ　タロウ,19700403,1,東京都新宿区西新宿2-8-1
r2,222222222220,髙橋　花子,タカハシ　ハナコ,19850712,2,大阪府大阪市北区中之島1-3-20
r3,333333333338,鈴木　一郎,スズキ　イチロウ,19661102,1,北海道札幌市中央区北一条西2-1-1
r4,444444444448,佐藤　美咲,サトウ　ミサキ,20010120,2,福岡県福岡市中央区天神1-8-1
r5,555555555558,伊藤　健太,イトウ　ケンタ,19990909,1,愛知県名古屋市中区三の丸3-1-1
CSV
fix_digits() { # gives each number of 11 digits its check digit
    python3 - "$1" <<'PY'
import re, sys
def check(m):
    d = m[0][:11]
    s = sum(int(d[11 - n]) * (n + 1 if n <= 6 else n - 5) for n in range(1, 12))
    return d + str(0 if s % 11 <= 1 else 11 - s % 11)
p = sys.argv[1]
t = open(p, encoding='utf-8').read()
open(p, 'w', encoding='utf-8').write(re.sub(r'\b\d{12}\b', check, t))
PY
}
cat >records.csv <<'CSV'
id,number,name,kana,birth,sex,address
a1,123456789018,山田太郎,ﾔﾏﾀﾞ ﾀﾛｳ,昭和45年4月3日,男,東京都新宿区西新宿二丁目8番1号
a2,222222222220,高橋　花子,ﾀｶﾊｼ ﾊﾅｺ,S60.7.12,2,大阪市北区中之島1-3-20
a3,333333333338,鈴木　花子,スズキ　ハナコ,19680214,2,札幌市中央区北1条西2-1-1
a4,444444444448,佐藤　美咲,サトウ　ミサキ,20010120,2,東京都足立区中央本町1-17-1
a5,555555555558,渡辺　茂,ワタナベ　シゲル,19450815,1,沖縄県那覇市泉崎1-1-1
=a6,999999999990,森　進,モリ　ススム,19500101,1,港区芝1-2-3
CSV
fix_digits reference.csv
fix_digits records.csv
# Another last digit is always a wrong one.
sed -n '2s/^a1,\(.\{11\}\)./a7,\1x/p' records.csv >>records.csv
sed -n '2s/^a1/a8/p' records.csv >>records.csv

ends_with 'findings end with 10' 10 audit --out one
is 'the same number twice' "$(verdict one 1)" DUPLICATE-NUMBER
is 'a variant' "$(verdict one 2)" SAME-VARIANT
is 'a family member' "$(verdict one 3)" FAMILY-SUSPECT
is 'a namesake' "$(verdict one 4)" NAMESAKE-SUSPECT
is 'a stranger' "$(verdict one 5)" OTHER-PERSON
is 'an unknown number' "$(verdict one 6)" NO-COUNTERPART
is 'a wrong check digit' "$(verdict one 7)" CHECK-DIGIT
is 'the summary counts them' "$(jq -c '[.rows, .verdicts["OTHER-PERSON"], .findings.SAME, .problems.records["check-digit"]]' one/summary.json)" '[8,1,2,1]'
is 'the summary has the digest of the report' "$(jq -r '.reports["report.csv"]' one/summary.json)" \
    "$(sha256sum one/report.csv | cut -d' ' -f1)"
says 'a cell that a spreadsheet would run is disarmed' "\"'=a6\"" cat one/report.csv
is 'no name, address or number in the reports' \
    "$(grep -cE '山田|西新宿|[^0-9a-f][0-9]{12}[^0-9a-f]' one/report.csv one/summary.json one/problems.csv | grep -v ':0$')" ''
is 'the work database is gone' "$(ls one)" "$(printf 'problems.csv\nreport.csv\nreview.html\nsummary.json')"
is 'the reports are for the owner only' "$(stat -c %a one/review.html one)" "$(printf '600\n700')"
(umask 000 && mkdir -m 755 loose && audit --out loose >/dev/null)
is 'whatever the umask says' "$(stat -c %a loose/review.html)" 600
mkdir -m 777 open
ends_with 'a folder where everybody may write is refused' 9 audit --out open
audit --out shown --show-numbers >/dev/null
says 'numbers are shown when asked for' ',[0-9]{12},' cat shown/report.csv

# --- judgements ---------------------------------------------------------------
python3 - <<'PY'
import json, re
data = re.search(r'id="data">(.*?)</script>', open('one/review.html').read(), re.S)[1]
rows = json.loads(data)['rows']
words = {3: ('same', 'same'), 4: ('other', 'other'), 5: ('same', 'other')}
json.dump({'judgements': {r['digest']: dict(zip('12', words[r['row']]))
                          for r in rows if r['row'] in words}},
          open('judgements.json', 'w'))
PY
audit --out two --judgements judgements.json >/dev/null
is 'a second run takes the judgements in' "$(jq -c .judgements two/summary.json)" '{"once":0,"same":1,"other":1,"apart":1}'
is 'what is settled leaves the page' "$(grep -o '"row":[0-9]*' two/review.html | sort -u | tr '\n' ' ')" '"row":1 "row":5 "row":8 '
sed 's/鈴木　花子/鈴木　華子/' records.csv >changed && mv changed records.csv
audit --out three --judgements judgements.json >/dev/null
is 'a judgement is void when its row changed' "$(jq -c .judgements.same three/summary.json)" 0
ends_with 'a file of something else is refused' 1 audit --out three --judgements records.csv

# --- a mapping, CP932, SQLite, JSON lines --------------------------------------
cat >map <<'MAP'
# which column is what
records.encoding = cp932
records.number = 個人番号
records.name = 氏名
records.birth = 生年月日
records.address = 住所
records.sex = 性別
reference.format = sqlite
reference.table = people
reference.number = number
reference.name = name
reference.kana = kana
reference.birth = birth
reference.sex = sex
reference.address = address
MAP
sed 's/^id,number,name,kana,birth,sex,address/番号,個人番号,氏名,カナ,生年月日,性別,住所/' records.csv |
    iconv -f UTF-8 -t CP932 >cp932.csv
sqlite3 people.db '.mode csv' '.import reference.csv people'
ends_with 'CP932 and an SQLite table through a mapping' 10 "$INKAN" audit --hash-key hash.key \
    --reference people.db --records cp932.csv --map map --out four
is 'the same verdicts' "$(cut -d, -f2,5 four/report.csv | tail -n +2)" "$(cut -d, -f2,5 three/report.csv | tail -n +2)"
printf 'records.nmae = x\n' >map2
ends_with 'a misspelt line of the mapping is told' 2 audit --map map2 --out five
printf 'records.number = number\nrecords.name = 氏名\nreference.number = number\n' >map2
says 'a missing column is named' '氏名' audit --map map2 --out five
tail -n +2 reference.csv | python3 -c '
import csv, json, sys
for r in csv.reader(sys.stdin):
    print(json.dumps(dict(zip(("id", "number", "name", "kana", "birth", "sex", "address"), r))))' >people.jsonl
ends_with 'JSON lines as inkan person prints them' 10 "$INKAN" audit --hash-key hash.key \
    --reference people.jsonl --records records.csv --out six

# --- bad input ------------------------------------------------------------------
python3 - <<'PY'
rows = open('records.csv', 'rb').read().split(b'\n')
bad = [rows[0], rows[1],
       b'b2,1,2', b'b3,12345678901,x,,19700101,1,y', b'b4,123456789018,\xff\xfe,,19700101,1,y',
       b'b5,123456789018,a\0b,,19700101,1,y', b'b6,123456789018,"%s",,19700101,1,y' % (b'x' * 1000000),
       b'b7,123456789018,z,,20010230,1,y', b'b8,"never closed', rows[2], b'']
open('bad.csv', 'wb').write(b'\n'.join(bad))
PY
ends_with 'bad rows are no reason to stop' 10 "$INKAN" audit --hash-key hash.key \
    --reference reference.csv --records bad.csv --out bad
is 'each is told with row and reason' "$(cut -d, -f1,2,3,4 bad/problems.csv | grep records | tr '\n' ' ')" \
    'records,2,,columns records,3,number,check-digit records,4,name,encoding records,5,name,encoding records,6,name,too-long records,8,,unclosed-quote '
is 'and the row after them is compared' "$(verdict bad 9)" SAME-VARIANT
is 'and counted' "$(jq -c .problems.records bad/summary.json)" '{"columns":1,"check-digit":1,"encoding":2,"too-long":1,"unclosed-quote":1}'
says 'a date that does not exist is no date' 'birth=bad-date' grep '^records,7,' bad/report.csv

# --- refusals -------------------------------------------------------------------
chmod 644 hash.key
ends_with 'a key that others may read is refused' 9 audit --out seven
chmod 600 hash.key
mkdir -p eight && cp hash.key eight/hash.key
ends_with 'a key beside the report is refused' 9 "$INKAN" audit --hash-key eight/hash.key \
    --reference reference.csv --records records.csv --out eight
printf short >short.key
ends_with 'a short key is refused' 9 "$INKAN" audit --hash-key short.key \
    --reference reference.csv --records records.csv --out eight
ends_with 'an unknown key is refused before the work' 2 audit --out eight --sign --key none
ends_with 'a negative number of rows is refused' 2 audit --out eight --review-max=-1
ends_with 'without a key nothing is hashed' 2 "$INKAN" audit --reference reference.csv --records records.csv --out eight
ends_with 'a file that is not there' 1 "$INKAN" audit --hash-key hash.key --reference nosuch.csv --records records.csv --out eight

# --- signed ----------------------------------------------------------------------
"$INKAN_CARD" issue --persona adult -o card >/dev/null
echo 1234 >pin
ends_with 'the result is signed with the card' 10 "$INKAN" --card card audit --hash-key hash.key \
    --reference reference.csv --records records.csv --out signed --sign --pin-file pin
succeeds 'OpenSSL verifies the signature' openssl cms -verify -binary -noverify -inform DER \
    -in signed/summary.json.p7s -content signed/summary.json -out /dev/null
echo >>signed/summary.json
ends_with 'a changed summary does not verify' 4 openssl cms -verify -binary -noverify -inform DER \
    -in signed/summary.json.p7s -content signed/summary.json -out /dev/null

# --- stopped and continued ------------------------------------------------------
if [ -x "$BUILD/tests/bench/match/match-generate" ]; then
    mkdir big && "$BUILD/tests/bench/match/match-generate" big 60000 3
    run_big() {
        "$INKAN" audit --hash-key hash.key --reference big/reference.csv \
            --records big/records.csv --accounts big/accounts.csv --out "$1" "${@:2}"
    }
    script -qec "$INKAN audit --hash-key hash.key --reference big/reference.csv \
        --records big/records.csv --accounts big/accounts.csv --out whole" typescript >/dev/null
    says 'a terminal sees how far it is' '[0-9]%' cat -v typescript
    stops=0
    for delay in 0.2 0.5 0.9 1.2 1.5 1.8; do
        timeout -s KILL "$delay" "$INKAN" audit --hash-key hash.key --reference big/reference.csv \
            --records big/records.csv --accounts big/accounts.csv --out parts >/dev/null 2>&1 ||
            [ $? != 137 ] || stops=$((stops + 1))
        [ -f parts/summary.json ] && break
    done
    run_big parts >/dev/null
    is "a run killed $stops times comes to the same report" \
        "$(sha256sum <parts/report.csv)" "$(sha256sum <whole/report.csv)"
    says 'at least one kill came in time' '^[1-9]' echo "$stops"
else
    skip 'a run that is stopped goes on' 'the generator is not built'
fi
done_testing

#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# inkan match, and the SQLite extension in the sqlite3 shell.
# card: none
. "$TOP/tests/integration/tap.sh"
cd "$T" || exit 1
extension=$BUILD/host/match/sqlite/inkan_sqlite

ends_with 'equal names' 0 "$INKAN" match name 山田　太郎 '山田 太郎'
ends_with 'variants are equal with a reason' 0 "$INKAN" match name 髙橋 高橋
ends_with 'other names are a finding' 10 "$INKAN" match name 斎藤 斉藤
ends_with 'what cannot be compared is said' 11 "$INKAN" match name 山田太郎 'YAMADA TARO'
ends_with 'an unknown field is wrong use' 2 "$INKAN" match phone 1 2
ends_with 'a word too few is wrong use' 2 "$INKAN" match name 1
is 'JSON names grade, code and place' "$("$INKAN" match name 髙橋 高橋 --json |
    jq -c '[.grade, .reasons[0].code, .reasons[0].at[0]]')" '["B","variant",{"a":[1,1],"b":[1,1]}]'
is 'JSON is the same with the words exchanged' \
    "$("$INKAN" match name 高橋 髙橋 --json | jq -c '[.grade, .reasons[0].code, .reasons[0].at[0]]')" \
    '["B","variant",{"a":[1,1],"b":[1,1]}]'
printf 'kanji,shrink\n薔,茨\n' >own.csv
ends_with 'characters of no table differ' 10 "$INKAN" match name 薔田 茨田
ends_with 'a variants file adds evidence' 0 "$INKAN" match name 薔田 茨田 --variants own.csv
ends_with 'a variants file that is none is refused' 1 "$INKAN" match name a b --variants "$0"
ends_with 'a variants file that is not there is refused' 1 "$INKAN" match name a b --variants nosuch.csv

sql() { sqlite3 :memory: ".load $extension" "$@"; }
is 'all five functions' "$(sql "SELECT inkan_match_name('髙橋','高橋') ||
    inkan_match_kana('ﾀﾛｳ','タロウ') || inkan_match_birth('S45.4.3','19700403') ||
    inkan_match_sex('1','女') || inkan_match_address('港区芝1-2','港区芝1丁目2番')")" BAACA
is 'NULL and BLOB cannot be compared' \
    "$(sql "SELECT inkan_match_name(NULL,'a') || inkan_match_name(x'41','A')")" '??'
is 'reasons as JSON' "$(sql "SELECT inkan_explain_name('髙橋','高橋') ->> '$.reasons[0].code'")" variant
is 'variants can be added' "$(sql "SELECT inkan_match_variants('own.csv')" \
    "SELECT inkan_match_name('薔','茨')" | tr '\n' ' ')" '1 B '
says 'a variants file that is none is an error' 'cannot be read' \
    sql "SELECT inkan_match_variants('nosuch.csv')"
is 'a table is judged in one statement' "$(sql 'CREATE TABLE t(a, b)' \
    "INSERT INTO t VALUES ('髙橋','高橋'), ('斎藤','斉藤'), ('森','森')" \
    'SELECT group_concat(inkan_match_name(a, b), "") FROM t')" BCA
done_testing

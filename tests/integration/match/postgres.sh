#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The PostgreSQL extension on a PostgreSQL of its own: built with PGXS, two
# partitioned tables joined by parallel workers, the same grades as SQLite's.
# By hand with a million rows:  MATCH_ROWS=1000000 tests/integration/run BUILD \
#   tests/integration/match/postgres.sh   (the runner passes no variables on:
#   run the script itself with TOP, BUILD and T set)
# card: none
# timeout: 300
. "$TOP/tests/integration/tap.sh"
rows=${MATCH_ROWS:-20000}
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1)
generate=$BUILD/tests/bench/match/match-generate
if [ "$(id -u)" != 0 ] || [ -z "$bin" ] || ! [ -x "$generate" ] ||
    ! command -v make >/dev/null; then
    skip 'PostgreSQL extension' 'needs root, PostgreSQL with its headers, make'
    done_testing
fi
config=$(ls /usr/lib/postgresql/*/bin/pg_config | tail -1)

# The server runs as postgres and must reach the library and its data.
home=$(mktemp -d)
chmod 755 "$home"
build_make() {
    make -s -C "$home/postgres" PG_CONFIG="$config" with_llvm=no \
        INKAN_CFLAGS="-I$TOP/host/include" \
        INKAN_LIBS="-L$home -Wl,-rpath,$home -linkan-match" "$@"
}
as_postgres() { runuser -u postgres -- "$@"; }
stop() {
    as_postgres "$bin/pg_ctl" -D "$home/data" -m immediate stop >/dev/null 2>&1
    build_make uninstall >/dev/null 2>&1
    rm -rf "$home"
}
trap stop EXIT
cp -P "$BUILD"/host/match/libinkan-match.so* "$home" 2>/dev/null
cp -R "$TOP/host/match/postgres" "$home"

succeeds 'the extension builds with PGXS' build_make all
succeeds 'the extension installs' build_make install
install -d -o postgres "$home/data" "$home/run"
succeeds 'a server is made' as_postgres "$bin/initdb" -D "$home/data" -E UTF8 \
    --locale=C -A trust
as_postgres "$bin/pg_ctl" -D "$home/data" -w -l "$home/run/log" start \
    -o "-c listen_addresses= -k $home/run" >/dev/null 2>&1
sql() { as_postgres "$bin/psql" -X -h "$home/run" -v ON_ERROR_STOP=1 -Atq "$@" postgres; }

succeeds 'CREATE EXTENSION inkan' sql -c 'CREATE EXTENSION inkan'
is 'names are graded' "$(sql -c "SELECT inkan_match_name('髙橋　一郎', '高橋 一郎')")" B
is 'dates are graded' "$(sql -c "SELECT inkan_match_birth('昭和45年4月3日', '19700403')")" A
is 'NULL cannot be compared' "$(sql -c "SELECT inkan_match_address(NULL, 'x')")" '?'
is 'reasons are JSON' "$(sql -c "SELECT inkan_explain_kana('ﾊﾂﾄﾘ', 'ハットリ')->'reasons'->0->>'code'")" small-kana
says 'a variants file that is none is an error' 'cannot be read' \
    sql -c "SET inkan.variants = '/nonexistent'" -c "SELECT inkan_match_name('a', 'b')"
sql -c 'CREATE DATABASE euc ENCODING EUC_JP TEMPLATE template0'
is 'a database in EUC-JP is compared as UTF-8' "$(
    as_postgres env PGCLIENTENCODING=UTF8 "$bin/psql" -X -h "$home/run" -Atq \
        -c 'CREATE EXTENSION inkan' \
        -c "SELECT inkan_match_name('齋藤　花', '斎藤　花')" euc
)" B

"$generate" "$T" "$rows" || exit 1
chmod 755 "$T"
for table in reference records; do
    sql -c "CREATE TABLE $table(id bigint, number char(12), name text,
        kana text, birth text, sex text, address text) PARTITION BY HASH (number)"
    for i in 0 1 2 3; do
        sql -c "CREATE TABLE ${table}_$i PARTITION OF $table
            FOR VALUES WITH (MODULUS 4, REMAINDER $i)"
    done
    sql -c "COPY $table FROM STDIN (FORMAT csv, HEADER)" <"$T/$table.csv"
done
sql -c 'ANALYZE'
grades="inkan_match_name(a.name, b.name) || inkan_match_kana(a.kana, b.kana) ||
    inkan_match_birth(a.birth, b.birth) || inkan_match_sex(a.sex, b.sex) ||
    inkan_match_address(a.address, b.address)"
query="SELECT $grades AS g, count(*) FROM records a JOIN reference b
    ON a.number = b.number GROUP BY g ORDER BY g"
parallel="SET max_parallel_workers_per_gather = 2; SET parallel_setup_cost = 0;
    SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;
    SET enable_partitionwise_join = on; SET debug_parallel_query = off;"
[ "$(basename "$(dirname "$bin")")" -lt 16 ] &&
    parallel=${parallel/SET debug_parallel_query = off;/}
says 'the comparison runs in parallel workers' 'Workers Launched: 2' \
    sql -c "$parallel EXPLAIN (ANALYZE, COSTS off) $query"
start=$(date +%s%N)
sql -F, -c "$parallel $query" >"$T/postgres.csv"
end=$(date +%s%N)
echo "# $rows rows in $(((end - start) / 1000000)) ms with 2 workers"
sqlite3 -csv :memory: ".import $T/records.csv a" ".import $T/reference.csv b" \
    'CREATE INDEX b_number ON b(number)' \
    ".load $BUILD/host/match/sqlite/inkan_sqlite" \
    "SELECT $grades AS g, count(*) FROM a JOIN b
    ON a.number = b.number GROUP BY g ORDER BY g" | tr -d '\r' >"$T/sqlite.csv"
[ -s "$T/sqlite.csv" ] && succeeds 'SQLite gives the same grades' \
    cmp "$T/postgres.csv" "$T/sqlite.csv"
done_testing

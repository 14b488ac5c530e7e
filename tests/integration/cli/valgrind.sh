#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# inkan --card under valgrind: no error, no definite and no indirect leak,
# also on the ways out through errors.
# card: none
# timeout: 600
. "$TOP/tests/integration/tap.sh"
cd "$T" || exit 1
command -v valgrind >/dev/null || { skip 'valgrind' 'not installed'; done_testing; }
if nm "$INKAN" 2>/dev/null | grep -q __asan_init; then
    skip 'valgrind' 'a build with sanitizers'
    done_testing
fi
umask 077
printf '1234\n' >pin
printf 'ABC123\n' >password
printf '9999\n' >wrong
printf '60061420364071\n' >number-b
printf '123456789018\n' >number-a
printf '600614\n' >birth
echo text >data
printf '> 00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01\n< 6A 82\n' >play.apdu
"$INKAN_CARD" issue --persona adult -o card >/dev/null || exit 1
head -c 5000 card >broken

checked() { # WANTED-STATUS ARGUMENTS...
    local want=$1 status
    shift
    valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite,indirect \
        --log-file=valgrind.log "$INKAN" "$@" >out 2>&1 </dev/null
    status=$?
    if [ "$status" = "$want" ] && [ ! -s valgrind.log ]; then
        ok "inkan $*"
    else
        not_ok "inkan $*" "status $status, wanted $want: $(tail -1 out; head -40 valgrind.log)"
    fi
}

checked 0 --card card readers
checked 0 --card card --json readers
checked 0 --card card status
checked 0 --card card --json status
checked 0 --card card doctor
checked 0 --card card --json doctor
checked 0 --card card cert auth
checked 0 --card card cert sign --text --pin-file password
checked 0 --card card --json cert sign --pin-file password
checked 0 --card card person --number --pin-file pin
checked 0 --card card --json person --pin-file pin
checked 0 --card card age --pin-file birth
checked 0 --card card face --number-b-file number-b -o photo.jp2 --png
checked 0 --card card --json face --number-b-file number-b
checked 0 --card card number-image --pin-file number-a -o number.png
checked 0 --card card card-number
checked 6 --card card licence
checked 11 --card card check --pin-file pin --trust "$TOP/tools/ca/trust"
checked 0 --card card --json check --pin-file pin --trust "$TOP/tools/ca/trust" --crl "$TOP/tools/ca/crl"
checked 0 --card card pin status
checked 0 --card card pin verify auth --pin-file pin
checked 0 --card card pin change juki --pin-file pin --new-pin-file wrong
checked 0 --card card sign --key sign --pin-file password data
checked 0 --card card sign --json --cms --key sign --pin-file password -i data -i play.apdu
checked 11 verify --trust "$TOP/tools/ca/trust" -i data
checked 11 verify --json -i data data.p7s
checked 0 --card card random 300
checked 10 --card card replay play.apdu
checked 12 --card card wait --present --timeout 0
checked 0 --card card --trace trace cert auth
checked 0 explain
checked 0 sign --help
# the ways out
checked 7 --card card person --pin-file wrong
checked 9 --card card person --pin-file number-a
checked 1 --card card person --pin-file nosuch
checked 2 --card card sign --key sign -i data -o x -o y
checked 1 --card card sign --key sign -i nosuch -o y
checked 1 --card card cert auth -o no/where
checked 6 --card broken status
checked 1 --card nosuch --json status
checked 1 verify --trust nosuch -i data data.p7s
checked 10 verify --trust "$TOP/tools/ca/trust" -i play.apdu data.p7s
checked 11 verify -i data data
checked 2 --card card bogus
checked 2 --card card sign --bogus --json
done_testing

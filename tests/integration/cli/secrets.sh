#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Nothing is left behind: PIN, My Number and name are in no trace, no
# temporary file, no core dump, no argument and no environment.
# card: none
# timeout: 300
. "$TOP/tests/integration/tap.sh"
cd "$T" || exit 1
umask 077
mkdir tmp in
export TMPDIR=$T/tmp
printf '7391\n' >in/pin
printf 'ZQ7XJ4K9\n' >in/password
printf '1234\n' >old
printf 'ABC123\n' >oldpassword
"$INKAN_CARD" issue --persona adult -o in/card >/dev/null || exit 1
inkan() { "$INKAN" --card in/card "$@"; }
inkan pin change text --pin-file old --new-pin-file in/pin >/dev/null || exit 1
inkan pin change sign --pin-file oldpassword --new-pin-file in/password >/dev/null || exit 1
rm old oldpassword
name=$(inkan --json person --pin-file in/pin | jq -r .name)
number=$(inkan --json person --number --pin-file in/pin | jq -r .number)
address=$(inkan --json person --pin-file in/pin | jq -r .address)
surname=${name%%　*}
is 'the card tells a name and a number' "${#number} $([ -n "$surname" ] && echo name)" '12 name'

hex() { printf %s "$1" | od -An -tx1 | tr -d '\n' | sed 's/^ //' | tr a-f A-F; }
# Does FILE hold any of the secrets, as text or as spaced hexadecimal?
finds() { # FILE
    local secret
    for secret in 7391 ZQ7XJ4K9 "$number" "$surname" "$address"; do
        grep -qaF -- "$secret" "$1" && echo "text:${#secret}"
        grep -qaF -- "$(hex "$secret")" "$1" && echo "hex:${#secret}"
    done
}

inkan --trace t1 person --number --pin-file in/pin >/dev/null
inkan --trace t2 sign --cms --key sign --pin-file in/password -i in/card -o sig >/dev/null 2>&1
inkan --trace t3 cert sign --pin-file in/password --text >/dev/null
inkan --trace t4 check --pin-file in/pin >/dev/null
for t in t1 t2 t3 t4; do
    is "the trace $t has commands" "$(grep -c '^>' $t | sed 's/^[1-9][0-9]*$/some/')" some
    is "and no secret and no personal data" "$(finds $t)" ''
done
inkan --trace t5 --trace-personal person --pin-file in/pin >/dev/null
is 'with --trace-personal it has the name' "$(finds t5 | grep -c "hex:${#surname}")" 1
is 'but never the PIN' "$(grep -c "$(hex 7391)" t5)" 0
is 'no temporary file is left' "$(find tmp . -maxdepth 1 -name '*.??????' | wc -l)" 0
rm -f t5

# At its end the program has forgotten everything: a core of that moment.
# (Not with sanitizers: a core of their address space has no end.)
if command -v gdb >/dev/null && ! nm "$INKAN" 2>/dev/null | grep -q __asan_init; then
    core_of() { # CORE COMMAND...
        local core=$1
        shift
        gdb -q -batch -ex 'set debuginfod enabled off' -ex 'catch syscall exit_group' \
            -ex 'run >/dev/null 2>&1' -ex "gcore $core" -ex kill \
            --args "$INKAN" --card in/card "$@" >gdb.log 2>&1
        rm -f gdb.log
    }
    core_of core1 --json person --number --pin-file in/pin
    core_of core2 sign --key sign --pin-file in/password -i in/card -o sig
    core_of core3 cert sign --text --pin-file in/password
    core_of core4 person --pin-file in/pin
    for core in core1 core2 core3 core4; do
        if [ -s $core ]; then
            is "a core of the end of a command ($core) is one of ours" "$(grep -caF "TMPDIR=$T/tmp" $core | sed 's/^[1-9].*/yes/')" yes
            is 'and holds none of them' "$(finds $core)" ''
        else
            skip "a core of the end of a command ($core) holds none" 'gdb cannot trace here'
        fi
    done
else
    skip 'a core of the end of a command holds none' 'no gdb, or a build with sanitizers'
fi

# A crash leaves no core file at all.
mkdir crash
mkfifo fifo
(
    cd crash || exit 1
    ulimit -c unlimited
    "$INKAN" --card ../in/card pin verify text --pin-file ../fifo >/dev/null 2>&1 &
    pid=$!
    sleep 0.5
    kill -ABRT $pid
    wait $pid 2>/dev/null
)
is 'a program that crashes leaves no core' "$(find crash -type f)" ''

# Neither arguments nor environment can carry a PIN.
says 'there is no option for a PIN itself' 'unknown option' inkan pin verify text --pin 7391
ends_with 'INKAN_PIN is nothing' 2 setsid env INKAN_PIN=7391 "$INKAN" --card in/card pin verify text
done_testing

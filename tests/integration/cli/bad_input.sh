#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What is wrong gets one sentence on stderr, its exit code, and with --json one
# error object; nothing is left half written.
# card: none
. "$TOP/tests/integration/tap.sh"
cd "$T" || exit 1
umask 077
printf '1234\n' >pin
"$INKAN_CARD" issue --persona adult -o card >/dev/null || exit 1

# NAME STATUS CODE COMMAND...: status, one line on stderr, error object.
refuses() {
    local name=$1 want=$2 code=$3 status
    shift 3
    "$@" >stdout 2>stderr
    status=$?
    is "$name: exit code" "$status" "$want"
    is "$name: one line on stderr" "$(wc -l <stderr)" 1
    "$@" --json >stdout 2>stderr
    is "$name: error object" "$(jq -r .error.code stdout)" "$code"
}

refuses 'an image that is not there' 1 io "$INKAN" --card nosuch status
size=$(stat -c %s card)
for part in 0 1 100 $((size / 2)) $((size - 1)); do
    head -c "$part" card >truncated
    "$INKAN" --card truncated --json status >stdout 2>stderr
    is "an image cut after $part bytes is refused" "$? $(jq -r .error.code stdout)" '6 bad-image'
done
head -c 40000 /dev/urandom >foreign
refuses 'a foreign file' 6 bad-image "$INKAN" --card foreign status
refuses 'a folder' 1 io "$INKAN" --card . status
bad=
for at in 0 10 200 5000 20000; do
    cp card damaged
    printf '\x5a\xa5\x5a' | dd of=damaged bs=1 seek=$at conv=notrunc 2>/dev/null
    "$INKAN" --card damaged status >/dev/null 2>&1
    [ $? = 6 ] || bad="$bad $at"
done
is 'an image damaged in what was personalised is refused whole' "$bad" ''
mkfifo answers
"$INKAN" --card card pin verify auth --pin-file answers >/dev/null 2>&1 &
sleep 0.5
refuses 'an image that another program uses' 12 image-locked "$INKAN" --card card status
echo 1234 >answers
wait

refuses 'an output in no folder' 1 io "$INKAN" --card card cert auth -o no/such/folder
mkdir folder
refuses 'an output that is a folder' 1 io "$INKAN" --card card cert auth -o folder
refuses 'a full device' 1 io "$INKAN" --card card cert auth -o /dev/full
ends_with 'a full stdout' 1 bash -c '"$INKAN" --card card cert auth >/dev/full'
ends_with 'a full stdout for text' 1 bash -c '"$INKAN" --card card status >/dev/full'
ends_with 'a full stdout for JSON' 1 bash -c '"$INKAN" --card card --json status >/dev/full'
is 'no temporary file is left' "$(find . -name '.*.??????')" ''
echo precious >readonly
chmod 444 readonly
if [ "$(id -u)" = 0 ]; then # root may write what is read-only
    chown 65534 "$T" && chmod 755 "$T" && cp card theirs && chown 65534 theirs readonly
    setpriv --reuid 65534 --regid 65534 --clear-groups "$INKAN" --card theirs cert auth -o readonly >/dev/null 2>&1
    is 'a read-only file is not replaced' "$? $(cat readonly)" '1 precious'
    chown 0 "$T" && chmod 700 "$T"
else
    ends_with 'a read-only file is not replaced' 1 "$INKAN" --card card cert auth -o readonly
fi
echo before >out
ln -s out link
"$INKAN" --card card cert auth -o link
is 'a link is followed, not replaced' "$(readlink link) $(head -1 out)" 'out -----BEGIN CERTIFICATE-----'
chmod 640 out
"$INKAN" --card card cert auth -o out
is 'a file keeps its mode' "$(stat -c %a out)" 640
(umask 022; "$INKAN" --card card cert auth -o fresh)
is 'a new file gets the mode of the umask' "$(stat -c %a fresh)" 644

for arguments in '' '--bogus' 'bogus' 'status extra' 'cert' 'cert bogus' 'cert auth sign' \
    'status --bogus' 'status --json=1' 'cert auth -o' '--deadline 0 status' '--deadline x status' \
    '--reader 0 status' 'person --by face' 'person --number --by number-b' 'random' 'random 0' \
    'random 65537' 'random 1x' 'replay' 'pin' 'pin bogus' 'pin verify' 'explain bogus' \
    'face --png' 'face --by text-pin' 'wait --count x' 'check --no-pin --number'; do
    # shellcheck disable=SC2086
    ends_with "wrong use: inkan --card card $arguments" 2 "$INKAN" --card card $arguments
done
# shellcheck disable=SC2046
for command in $("$INKAN" --help | sed -n '/^$/,/^$/s/^  \([a-z-]*\) .*/\1/p'); do
    ends_with "$command --help" 0 "$INKAN" "$command" --help
done

mkdir small
ends_with 'an output beyond the limit of file sizes is told' 1 \
    bash -c 'ulimit -f 1; "$INKAN" --card card random 5000 -o small/random 2>&1 | cat; exit "${PIPESTATUS[0]}"'
is 'and nothing of it stays' "$(ls -A small)" ''

# A trace is a new file of our own.
echo precious >victim
ln -s victim trace
refuses 'a trace through a link' 1 io "$INKAN" --card card --trace trace status
is 'the file behind it is whole' "$(cat victim)" precious
rm trace
"$INKAN" --card card --trace trace status >/dev/null
is 'a trace is readable by its owner only' "$(stat -c %a trace)" 600
refuses 'a trace that is there already' 1 io "$INKAN" --card card --trace trace status
done_testing

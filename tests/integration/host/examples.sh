#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The example in Python and the first program of host/README.md, on a card in
# a reader.
# card: adult
. "$TOP/tests/integration/tap.sh"
cd "$T" || exit 1
export INKAN_LIBRARY=$BUILD/host/libinkan.so.0

out=$(python3 "$TOP/host/examples/read_card.py" --person <<<1234 2>&1)
is 'Python reads kind, tries and attributes' "$(tr '\n' '|' <<<"$out")" \
    'My Number card, JPKIAPICCTOKEN2|auth: 3|sign: 5|text: 3|juki: 3|number-a: 10|number-b: 10|birth: 10|甲野　花子|19850614|'
ends_with 'and gives a sentence for a reader that is not there' 1 \
    python3 "$TOP/host/examples/read_card.py" cellar

sed -n '/^```c$/,/^```$/p' "$TOP/host/README.md" | sed '1d;$d' >first.c
succeeds 'the first program compiles' \
    cc -std=c11 -I"$TOP/host/include" first.c -o first \
    "$BUILD/host/libinkan.so.0" -Wl,-rpath,"$BUILD/host"
is 'it tells the name' "$(./first <<<1234 | head -1)" '甲野　花子'
says 'a wrong PIN is told with the tries' 'wrong; one try was spent. \(2 tries left\)' \
    ./first <<<9999
is 'the right one gives them back' "$(./first <<<1234 | head -1)" '甲野　花子'
done_testing

#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A whole signature, from the start of the program to its end, takes under
# 50 ms on the virtual reader: Debian's vpcd costs 55 ms an exchange unless
# the card acknowledges at once.
# card: adult
# alone: yes
. "$TOP/tests/integration/tap.sh"
cd "$T" || exit 1
umask 077
printf '1234\n' >pin
echo 'to be signed' >data
limit_ms=50

for _ in $(seq 100); do
    began=$(date +%s%N)
    "$INKAN" sign --key auth --pin-file pin -i data -o sig 2>/dev/null || break
    echo $((($(date +%s%N) - began) / 1000))
done >micros
median=$(sort -n micros | sed -n 50p)
is '100 signatures were made' "$(wc -l <micros)" 100
echo "# median of 100: $((median / 1000)).$(printf %03d $((median % 1000))) ms," \
    "fastest $(sort -n micros | head -1) us, slowest $(sort -n micros | tail -1) us"
if [ "${median:-999999}" -lt $((limit_ms * 1000)) ]; then
    ok "the median is below $limit_ms ms"
else
    not_ok "the median is below $limit_ms ms" "$median us"
fi
done_testing

#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Recorded APDUs played to a card; in a reader only harmless ones.
# card: none
. "$TOP/tests/integration/tap.sh"
cd "$T" || exit 1
"$INKAN_CARD" issue --persona adult -o card >/dev/null || exit 1
inkan() { "$INKAN" --card card "$@"; }

cat >good.apdu <<'APDU'
# JPKI: select, token label, tries; one answer over two lines, one unknown digit
! persona adult
> 00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01
< 90 00
> 00 B0 86 00 10
< 4A 50 4B 49 41 50 49 43
  43 54 4F 4B 45 4E 32 20 90 00   # JPKIAPICCTOKEN2
> 00 20 00 98
< 63 C.
! power
> 00B0860010
< 6. ..
APDU
sed 's/^< 63 C\.$/< 63 C1/' good.apdu >other.apdu
ends_with 'a recording that fits' 0 inkan replay good.apdu
ends_with 'one that does not is a finding' 10 inkan replay other.apdu
is 'which tells line and answer' "$(inkan --json replay other.apdu | jq -c '[.played, .differing, .differences[0].line, .differences[0].got]')" '[4,1,9,"63c3"]'
for line in '> 00 A' '> 00 zz' 'x' '! bogus' '! reset x' '>' '> '; do
    printf '%s\n' "$line" >bad.apdu
    ends_with "no recording: $line" 1 inkan replay bad.apdu
done
says 'the line is told' 'bad.apdu:1:' inkan replay bad.apdu
head -c 2000 /dev/urandom >noise.apdu
ends_with 'nor are random bytes' 1 inkan replay noise.apdu
ends_with 'nor a missing file' 1 inkan replay nosuch.apdu
: >empty.apdu
ends_with 'an empty one plays nothing' 0 inkan replay empty.apdu

# Refused before any reader is looked for.
for line in '00 20 00 98 04 31 32 33 34' '00 24 01 98 04 31 32 33 34' '80 2A 00 97 01 00 00' '80 32 00 98 04 31 32 33 34' \
    '00 20 00 98 00 00 04 31 32 33 34' '10 A4 04 0C' '00'; do
    printf '> %s\n' "$line" >harm.apdu
    ends_with "not played in a reader: $line" 9 "$INKAN" replay harm.apdu
done
is 'no try was lost' "$(inkan --json pin status | jq .pins.auth.tries)" 3
done_testing

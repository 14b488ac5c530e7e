#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What the card tells, read by the command: face, age, number image, card
# number, licence, random bytes; and whether it is genuine.
# card: none
. "$TOP/tests/integration/tap.sh"
cd "$T" || exit 1
umask 077
printf '1234\n' >pin
printf '5678\n' >licence-pin
for persona in adult licence android infant; do
    "$INKAN_CARD" issue --persona $persona -o $persona >/dev/null || exit 1
done
inkan() { "$INKAN" --card adult "$@"; }
inkan --json person --number --pin-file pin >person.json
jq -r .number person.json >number-a
birth=$(jq -r .birth person.json)
# Number B: era year, month, day, year of expiry, security code (of the
# persona): 1985 is Showa 60.
expiry=$(inkan --json card-number | jq -r .expiry)
code=$(sed -n 's/^security-code *= *//p' "$TOP/tools/personas/adult.persona")
printf '60%s%s%s\n' "$(cut -c6-7,9-10 <<<"$birth")" "${expiry%%-*}" "$code" >number-b
printf '60%s\n' "$(cut -c6-7,9-10 <<<"$birth")" >birth

for which in auth auth-ca sign-ca; do
    ends_with "the $which certificate as DER" 0 bash -c \
        '"$INKAN" --card adult cert '$which' --der | openssl x509 -inform DER -noout'
done
is 'the fields of a certificate, for people' "$(inkan cert auth --text | grep -c '^Issuer: .*INKAN-TEST')" 1
is 'the age record tells the birth date' "$(inkan --json age --pin-file birth | jq -r .birth)" "$birth"
is 'number B opens the face' "$(inkan --json face --number-b-file number-b | jq -r .birth)" "$birth"
is 'and the attributes' "$(inkan --json person --by number-b --number-b-file number-b | jq -r .name)" \
    "$(jq -r .name person.json)"
succeeds 'the pictures of the face go to files' inkan face --number-b-file number-b \
    -o photo.jp2 --png --name name.png --address address.png --code code.png
is 'the photo is a JPEG 2000' "$(head -c 12 photo.jp2 | od -An -tx1 | tr -d ' \n')" 0000000c6a5020200d0a870a
for picture in photo name address code; do
    is "$picture.png is a PNG" "$(head -c 8 $picture.png | od -An -tx1 | tr -d ' \n')" 89504e470d0a1a0a
done
succeeds '-o x.png --png writes the PNG only' inkan face --number-b-file number-b -o only.png --png
succeeds 'the same picture' cmp only.png photo.png
is 'pictures are in the object, too' "$(inkan --json face --number-b-file number-b |
    jq -r .photo_jp2 | base64 -d | cmp - photo.jp2 && echo same)" same
ends_with 'a photo to stdout' 0 bash -c '"$INKAN" --card adult face --number-b-file number-b -o - | cmp - photo.jp2'
succeeds 'My Number opens its picture' inkan number-image --pin-file number-a -o number.png
is 'a PNG' "$(head -c 4 number.png | tail -c 3)" PNG
printf '00000000000000\n' >wrong-b
ends_with 'a wrong number B is told' 7 inkan face --number-b-file wrong-b
is 'with its name and tries' "$(inkan --json face --number-b-file wrong-b 2>/dev/null |
    jq -c '[.error.code, .error.pin, .error.tries]')" '["wrong-pin","number-b",8]'

is 'the card has a number' "$(inkan --json card-number | jq -r '.serial | length')" 15
is 'random bytes, as many as asked for' "$(inkan random 1000 | wc -c)" 1000
is 'other ones each time' "$([ "$(inkan random 16 --hex)" != "$(inkan random 16 --hex)" ] && echo other)" other

ends_with 'a card without a licence says so' 6 inkan licence
ends_with 'a licence is read with its PIN' 0 "$INKAN" --card licence licence --pin-file licence-pin
is 'its expiry is a date' "$("$INKAN" --card licence --json licence --pin-file licence-pin |
    jq -r '.expiry | test("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")')" true
ends_with 'an infant has no photo' 6 bash -c '
    p=$TOP/tools/personas/infant.persona
    code=$(sed -n "s/^security-code *= *//p" "$p")
    birth=$("$INKAN" --card infant --json person --pin-file pin | jq -r .birth)
    expiry=$("$INKAN" --card infant --json card-number | jq -r .expiry)
    year=$((${birth%%-*} - 2018))
    printf "%02d%s%s%s\n" "$year" "$(cut -c6-7,9-10 <<<"$birth")" "${expiry%%-*}" "$code" >infant-b
    "$INKAN" --card infant face --number-b-file infant-b -o none.jp2'
is 'and none is written' "$([ -e none.jp2 ] && echo there)" ''
ends_with 'the auth certificate of a phone needs the PIN' 0 "$INKAN" --card android cert auth --pin-file pin
ends_with 'a phone has no attributes' 6 "$INKAN" --card android person --pin-file pin
is 'and is told as what it is' "$("$INKAN" --card android --json status | jq -r .kind)" android

trust="$TOP/tools/ca/trust"
crl="$TOP/tools/ca/crl"
check() { inkan check --pin-file pin "$@"; }
ends_with 'without trust a test card cannot be checked' 11 check
ends_with 'without a CRL, neither' 11 check --trust "$trust"
ends_with 'nor without a PIN: what is free to read can be copied' 11 \
    inkan check --no-pin --trust "$trust" --crl "$crl"
ends_with 'with both it is genuine' 0 check --trust "$trust" --crl "$crl"
is 'and its birth date is bound to it' "$(check --json --trust "$trust" --crl "$crl" | jq -r .bound)" birth-date
is 'by number B photo and name picture are' "$(inkan check --json --by number-b --number-b-file number-b \
    --trust "$trust" --crl "$crl" | jq -r .bound)" face
is 'what nobody signs is never genuine' "$(check --json --trust "$trust" --crl "$crl" |
    jq -c '[.items[] | select(.item == "expiry" or .item == "security-code") | .state]')" '["unchecked","unchecked"]'
for forge in record signature certificate key mixed; do
    rm -f forged
    "$INKAN_CARD" issue --persona adult --forge $forge -o forged >/dev/null || continue
    "$INKAN" --card forged --json check --pin-file pin --trust "$trust" --crl "$crl" >forged.json 2>/dev/null
    status=$?
    [ $forge = mixed ] &&
        is 'records of another person are not bound to the card' "$(jq -r .bound forged.json)" no
    is "a forged $forge is a finding" "$status" 10
done
"$INKAN_CARD" issue --persona adult --forge expiry -o late >/dev/null
is 'a changed expiry date contradicts number B' "$("$INKAN" --card late --json check --by number-b \
    --number-b-file number-b --trust "$trust" --crl "$crl" |
    jq -r '.items[] | select(.state == "forged") | .item')" expiry-consistent
done_testing

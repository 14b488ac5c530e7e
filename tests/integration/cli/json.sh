#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The objects of --json are as inkan-json(5) says: every member, literally.
# Members may be added there and here; none may go or change its name.
# card: none
. "$TOP/tests/integration/tap.sh"
cd "$T" || exit 1
umask 077
printf '1234\n' >pin
printf 'ABC123\n' >password
printf '5678\n' >licence-pin
printf '600614\n' >birth
printf '60061420364071\n' >number-b
printf '123456789018\n' >number-a
printf '> 00 A4 04 0C 0A D3 92 F0 00 26 01 00 00 00 01\n< 6A 82\n' >play.apdu
echo text >data
"$INKAN_CARD" issue --persona adult -o card >/dev/null || exit 1
"$INKAN_CARD" issue --persona licence -o licence >/dev/null || exit 1

# Paths of all members, array indexes left out: a.b.c
shape() { jq -r '[paths | map(select(type == "string")) | join(".")] | unique | map(select(. != "")) | join(" ")'; }
has() { # NAME WANTED-SHAPE COMMAND...
    local name=$1 want=$2
    shift 2
    is "$name" "$("$@" 2>/dev/null | shape)" "$want"
}
card() { "$INKAN" --json --card card "$@"; }

pin_members=''
for pin in auth birth juki number-a number-b sign text; do
    pin_members="$pin_members pins.$pin pins.$pin.blocked pins.$pin.max pins.$pin.tries"
done
cert_members='issuer issuer_key_id key_id pem serial subject valid_from valid_to'
holder='holder holder.address holder.address_substituted holder.birth holder.birth_raw holder.name holder.name_substituted holder.sex'

has readers 'readers readers.atr readers.card readers.exclusive readers.index readers.mute readers.name' card readers
has status "applications applications.jpki applications.licence applications.text applications.visual atr certificates certificates.auth certificates.sign kind pins$pin_members token token.label token.manufacturer token.model token.serial" card status
has 'pin status' "pins$pin_members" card pin status
has 'pin verify' 'pin result' card pin verify auth --pin-file pin
has doctor 'findings findings.about findings.action findings.code findings.pin findings.state findings.text findings.tries usable' card doctor
has explain 'codes codes.action codes.code codes.exit codes.text' card explain
has 'cert auth' "certificate $cert_members" card cert auth
has 'cert sign' "certificate $holder $cert_members" card cert sign --pin-file password
has person 'address birth name sex' card person --pin-file pin
has 'person --number' 'address birth name number sex' card person --number --pin-file pin
has age 'birth years' card age --pin-file birth
has face 'address_png birth code_png expiry name_png photo_jp2 sex' card face --number-b-file number-b
has number-image number_png card number-image --pin-file number-a
has card-number 'expiry municipality serial' card card-number
has licence 'expiry items items.tag items.value pin_set' "$INKAN" --json --card licence licence --pin-file licence-pin
has check 'bound items items.item items.reason items.reason_text items.state items.text person person.address person.birth person.name person.sex verdict' card check --pin-file pin
has sign 'format key signatures signatures.digest signatures.file signatures.signature' card sign --cms --key sign --pin-file password data
has verify "chain claimed_time reason result revocation signature signer $(for m in $holder issuer issuer_key_id key_id serial subject valid_from valid_to; do echo "signer.$m"; done | tr '\n' ' ')validity" "$INKAN" --json verify -i data
has random random card random 4
has replay 'differences differences.got differences.line differences.recorded differing played' card replay play.apdu
has wait 'atr event mute reader time' bash -c '"$INKAN" --card card wait --present --timeout 0 | tail -1'
has error 'error error.action error.code error.pin error.text error.tries' card licence
done_testing

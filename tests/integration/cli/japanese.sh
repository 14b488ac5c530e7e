#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# With LANG=ja_JP.UTF-8 the command is Japanese throughout, also where that
# locale was never generated; codes for machines stay what they are.
# card: none
. "$TOP/tests/integration/tap.sh"
cd "$T" || exit 1
umask 077
unset LC_ALL LC_MESSAGES LANGUAGE
export LANG=ja_JP.UTF-8
printf '9999\n' >wrong
printf '12\n' >short
"$INKAN_CARD" issue --persona adult -o card >/dev/null || exit 1
inkan() { "$INKAN" --card card "$@"; }

# Lines of words that are English: three Latin words in a row.
# What is typed (usage, commands) stays as it is.
english() {
    grep -v '^使い方' | sed 's/systemctl start pcscd.socket//' |
        grep -nE '(^|[ (])[A-Za-z]+[a-z] [a-z]+[a-z] [a-z]+[a-z]' | head -3
}

is 'the overview' "$(inkan --help | english)" ''
for command in $("$INKAN" --help | sed -n '/^$/,/^$/s/^  \([a-z-]*\) .*/\1/p'); do
    is "$command --help" "$("$INKAN" "$command" --help | english)" ''
done
is 'status' "$(inkan status | english)" ''
is 'doctor' "$(inkan doctor | english)" ''
is 'explain' "$(inkan explain | english)" ''
is 'a certificate' "$(inkan cert auth --text | grep -v 'OU=' | english)" ''
printf 'ABC123\n' >password
echo one >one
echo two >two
inkan sign --cms --key sign --pin-file password one 2>/dev/null
is 'verify: another document' "$("$INKAN" verify -i two one.p7s | grep -v 'OU=' | english)" ''
is 'verify: no trusted issuer' "$("$INKAN" verify -i one one.p7s | grep -v 'OU=' | english)" ''
says 'verify: not checked' '未確認' "$INKAN" verify -i one one.p7s
while read -r reason; do
    grep -qF "msgid \"$reason\"" "$TOP/tools/po/ja.po" && grep -qF "N_(\"$reason\")" "$TOP/tools/cmd_verify.c"
    is "libinkan's reason has a translation: $reason" $? 0
done < <(grep -A1 -hoE '(return|reason =)( *"[^"]+")' "$TOP/host/cms_verify.c" | sed -n 's/.*"\(.*\)"/\1/p' | sort -u)
is 'check' "$(inkan check --no-pin | english)" ''
is 'readings' "$({ inkan card-number; inkan readers; inkan pin status; inkan cert sign --text --pin-file password |
    grep -v 'OU='; } | english)" ''
is 'errors' "$({ inkan person --pin-file wrong; inkan person --pin-file short; inkan bogus; inkan status --bogus
    inkan cert bogus; inkan sign; inkan replay nosuch; inkan --card nosuch status; } 2>&1 | english)" ''
says 'a wrong PIN is told in Japanese' '暗証番号が違います' inkan person --pin-file wrong
is 'its code is not translated' "$(inkan --json person --pin-file short 2>/dev/null | jq -r .error.code)" pin-format
is 'its text is' "$(inkan --json person --pin-file short 2>/dev/null | jq -r .error.text | grep -c 桁)" 1
is 'LC_ALL goes before LANG' "$(LC_ALL=C.UTF-8 "$INKAN" --card card status | grep -c '^Card:')" 1
is 'an unknown language is English' "$(LANG=xx_XX.UTF-8 "$INKAN" --card card status | grep -c '^Card:')" 1

if command -v msgfmt >/dev/null && command -v xgettext >/dev/null; then
    succeeds 'the catalogue is well-formed' msgfmt --check-format -o checked.mo "$TOP/tools/po/ja.po"
    (cd "$TOP" && grep -v '^#' tools/po/POTFILES |
        xargs xgettext --from-code=UTF-8 -k_ -kN_ -kP_:1,2 -o "$T/inkan.pot")
    msgmerge -q --no-fuzzy-matching -o merged.po "$TOP/tools/po/ja.po" inkan.pot
    is 'and complete' "$(msgattrib --untranslated merged.po | grep '^msgid' | grep -v '^msgid ""$')" ''
    is 'every file with texts is in POTFILES' "$(cd "$TOP/tools" &&
        grep -lE '\b(_|N_|P_)\("' ./*.c audit/*.c reception/*.c 2>/dev/null | sed 's#^\./##; s#^#tools/#' |
        sort | comm -23 - <(sort po/POTFILES))" ''
else
    skip 'the catalogue is complete' 'no gettext tools'
fi
done_testing

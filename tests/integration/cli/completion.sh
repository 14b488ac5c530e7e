#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# bash completion, asked as bash asks it.
# card: none
. "$TOP/tests/integration/tap.sh"
cd "$T" || exit 1
PATH=$(dirname "$INKAN"):$PATH
. "$TOP/tools/completion/inkan"

completes() { # WORDS...: what the last one is completed to
    COMP_WORDS=(inkan "$@")
    COMP_CWORD=$#
    COMPREPLY=()
    _inkan 2>/dev/null
    printf '%s\n' "${COMPREPLY[@]}" | sort | tr '\n' ' ' | sed 's/ $//'
}

touch contract.pdf card.img
mkdir folder
is 'a command' "$(completes doc)" doctor
is 'several commands' "$(completes re)" "$(printf '%s' "$("$INKAN" --help | sed -n 's/^  \(re[a-z]*\) .*/\1/p' | sort | tr '\n' ' ' | sed 's/ $//')")"
is 'an option of a command' "$(completes sign --cm)" --cms
is 'a global option' "$(completes --rea)" --reader
is 'an option behind a global one with a value' "$(completes --card card.img person --numbe | tr ' ' '\n' | head -1)" --number
is 'a certificate' "$(completes cert sign)" 'sign sign-ca'
is 'a PIN' "$(completes pin change ju)" juki
is 'a key' "$(completes sign --key a)" auth
is 'a file' "$(completes sign --key sign con)" contract.pdf
is 'a file behind an option' "$(completes --card car)" card.img
is 'a folder' "$(completes sign -d fo)" folder
is 'an error code' "$(completes explain pin-b)" pin-blocked
done_testing

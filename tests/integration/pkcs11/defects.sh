#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The defects of OpenSC's JPKI path, one check each, in the numbering of
# pkcs11/README.md. Each must hold for our module; the same check is run for
# OpenSC beside us, and its outcome is told in a comment line.
# card: empty
# timeout: 300
. "$TOP/tests/integration/pkcs11/common.bash"
opensc=$(find /usr/lib -name opensc-pkcs11.so 2>/dev/null | head -1)

# Every check begins with a plugged card and a user who has called
# C_Initialize; slots a and s are the tokens of the first card.
begin() { # MODULE SETTINGS...
    local module=$1
    shift
    plug "$@" || exit 1
    start_user "$module"
    tell user init >/dev/null
    read -r a s _ <<<"$(tell user slots)"
}

finish() {
    stop user other
}

open_and_log_in() { # SLOT PIN
    tell user "open $1" >/dev/null
    [ "$(tell user "login $2")" = 0x0 ]
}

defect_1() { # nothing can be stolen
    local result=0
    begin "$1" quirk.reset-clears=no
    start_other
    open_and_log_in "$s" ABC123 || result=1
    [ "$(steal sign)" = 6982 ] || result=1
    tell user logout >/dev/null
    [ "$(steal sign)" = 6982 ] || result=1
    tell user final >/dev/null
    [ "$(steal sign)" = 6982 ] || result=1
    finish
    return $result
}
defect_2() { # what CKA_ALWAYS_AUTHENTICATE announces is enforced
    local announced
    begin "$1"
    open_and_log_in "$s" ABC123
    announced=$(tell user 'attribute 0x202')
    signed=$(tell user sign)
    finish
    [ "$announced $signed" = 'false 0x0' ] || [ "$announced $signed" = 'true 0x101' ]
}
survives() { # MODULE COMMAND
    begin "$1"
    start_other
    open_and_log_in "$a" 1234
    tell user sign >/dev/null
    tell other "$2" >/dev/null
    signed=$(tell user sign)
    finish
    [ "$signed" = 0x0 ]
}
defect_3() { # a login survives the same application selected elsewhere
    begin "$1" quirk.reselect-clears=yes
    start_other
    open_and_log_in "$s" ABC123
    tell other "$SELECT_JPKI" >/dev/null
    signed=$(tell user sign)
    finish
    [ "$signed" = 0x0 ]
}
defect_4() { # and another application
    survives "$1" "$SELECT_TEXT"
}
defect_5() { # a wrong PIN on one token leaves the login of the other
    begin "$1"
    open_and_log_in "$a" 1234
    tell user 'use 1' >/dev/null
    tell user "open $s" >/dev/null
    tell user 'login WRONG99' >/dev/null
    tell user 'use 0' >/dev/null
    state=$(tell user info)
    finish
    [ "$state" = 'state 1' ]
}
defect_6() { # a blocked PIN is CKR_PIN_LOCKED
    begin "$1" auth.tries=0 sign.tries=0
    tell user "open $s" >/dev/null
    rv=$(tell user 'login ABC123')
    finish
    [ "$rv" = 0xa4 ]
}
defect_7() { # two cards have two serial numbers
    begin "$1"
    first=$(tell user "serial $a")
    finish
    begin "$1"
    second=$(tell user "serial $a")
    finish
    [ "$first" != "$second" ]
}
defect_8() { # a browser sees the sign token too
    plug || exit 1
    cp "$PROGRAMS/p11-user" firefox
    start user ./firefox "$1"
    tell user init >/dev/null
    slots=$(tell user slots)
    finish
    [ "$(wc -w <<<"$slots")" = 3 ]
}
defect_9() { # before login no certificate of the sign token misleads
    begin "$1"
    tell user "open $s" >/dev/null
    before=$(tell user certificates)
    tell user 'login ABC123' >/dev/null
    after=$(tell user certificates)
    finish
    [ "$before, $after" = '0 certificates, 2 certificates' ]
}
defect_10() { # the PIN can be changed
    plug || exit 1
    pkcs11-tool --module "$1" --slot-index 0 --login --pin 1234 \
        --change-pin --new-pin 8642 >/dev/null 2>&1 &&
        pkcs11-tool --module "$1" --slot-index 0 --login --pin 8642 -O >/dev/null 2>&1
}
defect_12() { # cards with other ATRs are known
    local atr result=0
    for atr in contact-2 contactless-1 contactless-4; do
        begin "$1" atr=$atr
        [ "$(tell user "open $a")" = 0x0 ] || result=1
        finish
    done
    return $result
}
defect_13() { # asking for the state costs the card nothing: 0.1 s an answer
    local from
    plug fault:delay=100 || exit 1
    start_user "$1"
    tell user init >/dev/null
    read -r a s _ <<<"$(tell user slots)"
    open_and_log_in "$a" 1234
    from=$(date +%s%N)
    for _ in 1 2 3 4 5; do tell user info >/dev/null; done
    from=$((($(date +%s%N) - from) / 1000000))
    finish
    [ $from -lt 300 ]
}
defect_15() { # ssh-keygen -D can be asked for the user's key alone
    plug || exit 1
    [ "$(INKAN_PKCS11_CA=off ssh-keygen -D "$1" 2>/dev/null | wc -l)" = 1 ]
}
defect_16() { # nothing from a card is trusted
    begin "$1"
    tell user "open $a" >/dev/null
    trusted=$(tell user trusted)
    finish
    [ "$trusted" = false ]
}
defect_19() { # a logout leaves no copy of the PIN in memory
    begin "$1"
    open_and_log_in "$s" ABC123
    tell user sign >/dev/null
    tell user logout >/dev/null
    python3 - "$(pgrep -P "${pid_of[user]}" || echo "${pid_of[user]}")" <<'END'
import re, sys
pid, found = sys.argv[1].split()[0], 0
with open(f'/proc/{pid}/maps') as maps, open(f'/proc/{pid}/mem', 'rb') as mem:
    for line in maps:
        m = re.match(r'([0-9a-f]+)-([0-9a-f]+) rw', line)
        if m and '[v' not in line:
            start, end = (int(x, 16) for x in m.groups())
            mem.seek(start)
            found += mem.read(end - start).count(b'ABC123')
sys.exit(found != 0)
END
    found=$?
    finish
    return $found
}
defect_20() { # a trace holds nothing of the certificate
    plug || exit 1
    rm -f trace
    INKAN_PKCS11_TRACE=$T/trace OPENSC_DEBUG=3 pkcs11-tool --module "$1" \
        --slot-index 1 -l --pin ABC123 -O >/dev/null 2>debug
    "$INKAN" cert sign --pin-file <(printf 'ABC123\n') --der -o cert.der
    [ -s trace ] || [ -s debug ] || return 1
    # Any six bytes of the middle of it, as hex with blanks or colons.
    cat trace debug 2>/dev/null | tr -d ' :' | tr 'A-F' 'a-f' >flat
    for offset in $(seq 300 330); do
        ! grep -q "$(od -An -tx1 -j "$offset" -N 6 cert.der | tr -d " \n")" flat || return 1
    done
}

check() { # NUMBER TEXT
    local theirs='not installed'
    if "defect_$1" "$MOD"; then ok "$1. $2"; else not_ok "$1. $2"; fi
    if [ -n "$opensc" ]; then
        if "defect_$1" "$opensc" >/dev/null 2>&1; then theirs=holds; else theirs=fails; fi
    fi
    echo "# $1. OpenSC: $theirs"
}

check 1 'nothing can be stolen after login, logout, finalize'
check 2 'CKA_ALWAYS_AUTHENTICATE is enforced where it is announced'
check 3 'a login survives the JPKI application selected elsewhere'
check 4 'a login survives another application selected elsewhere'
check 5 'a wrong PIN on one token leaves the other logged in'
check 6 'a blocked PIN is CKR_PIN_LOCKED'
check 7 'two cards have two serial numbers'
check 8 'a browser sees both tokens'
check 9 'the sign token shows no certificate before login, and both after'
check 10 'the PIN can be changed'
check 12 'cards with other ATRs are known'
check 13 'C_GetSessionInfo costs no APDU'
check 15 'ssh-keygen -D prints the one key'
check 16 'CKA_TRUSTED is false'
check 19 'no copy of the PIN is left after logout'
check 20 'a trace holds nothing of the certificate'
unplug
done_testing

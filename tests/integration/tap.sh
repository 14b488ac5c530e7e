# SPDX-License-Identifier: Apache-2.0
# TAP for the integration scripts; to be sourced. End a script with `done_testing`.
tap_count=0
tap_failed=0

ok() { # NAME
    tap_count=$((tap_count + 1))
    echo "ok $tap_count - $1"
}

not_ok() { # NAME [TEXT]
    tap_count=$((tap_count + 1))
    tap_failed=$((tap_failed + 1))
    echo "not ok $tap_count - $1"
    [ $# -gt 1 ] && sed 's/^/# /' <<<"$2"
    return 0
}

skip() { # NAME REASON
    tap_count=$((tap_count + 1))
    echo "ok $tap_count - $1 # SKIP $2"
}

# The command succeeds; its output is shown when it does not.
succeeds() { # NAME COMMAND...
    local name=$1 out
    shift
    if out=$("$@" 2>&1); then ok "$name"; else not_ok "$name" "status $?: $out"; fi
}

# The command ends with exactly this status.
ends_with() { # NAME STATUS COMMAND...
    local name=$1 want=$2 out status
    shift 2
    out=$("$@" 2>&1)
    status=$?
    if [ "$status" = "$want" ]; then
        ok "$name"
    else
        not_ok "$name" "status $status, wanted $want: $out"
    fi
}

# The output (both streams) of the command matches an extended regex.
says() { # NAME REGEX COMMAND...
    local name=$1 regex=$2 out
    shift 2
    out=$("$@" 2>&1)
    if grep -qE -- "$regex" <<<"$out"; then
        ok "$name"
    else
        not_ok "$name" "no line matches $regex in: $out"
    fi
}

is() { # NAME GOT WANTED
    if [ "$2" = "$3" ]; then ok "$1"; else not_ok "$1" "got: $2 wanted: $3"; fi
}

done_testing() {
    echo "1..$tap_count"
    [ "$tap_failed" = 0 ]
    exit
}

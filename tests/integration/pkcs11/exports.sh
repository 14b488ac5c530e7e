#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What the three modules export and what they bring along: scenario D23.
# card: none
. "$TOP/tests/integration/pkcs11/common.bash"
for module in "$MOD" "$MOD_AUTH" "$MOD_SIGN"; do
    name=$(basename "$module")
    is "$name exports the 92 functions of PKCS#11 3.0 and nothing else" \
        "$(nm -D --defined-only "$module" | awk '$3 ~ /^C_[A-Z]/ { c++ } $3 !~ /^C_[A-Z]/ { other++ } END { print c + 0, other + 0 }')" '92 0'
    is "$name needs no libcrypto, no C++, no libinkan" \
        "$(ldd "$module" | grep -cE 'libcrypto|libssl|libstdc|libinkan')" 0
    is "$name has no constructor or destructor of its own" \
        "$(readelf -S "$module" | grep -cE '\.(ctors|dtors)')" 0
    succeeds "$name stays loaded" bash -c "readelf -d '$module' | grep -q NODELETE"
done
done_testing

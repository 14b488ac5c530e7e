#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Signing and verifying at the command line; OpenSSL is the judge.
# card: none
. "$TOP/tests/integration/tap.sh"
cd "$T" || exit 1
umask 077
printf '1234\n' >pin
printf 'ABC123\n' >password
echo 'to be signed' >data
"$INKAN_CARD" issue --persona adult -o card >/dev/null || exit 1

inkan() { "$INKAN" --card card "$@"; }
sign() { inkan sign --key sign --pin-file password "$@"; }

inkan cert sign --pin-file password -o sign.pem || exit 1
inkan cert auth -o auth.pem && inkan cert sign-ca -o sign-ca.pem && inkan cert auth-ca -o auth-ca.pem || exit 1
for name in sign auth; do
    openssl x509 -in $name.pem -noout -pubkey >$name.pub
done

for hash in sha256 sha384 sha512; do
    succeeds "a raw signature over $hash verifies with OpenSSL" bash -c '
        "$INKAN" --card card sign --key sign --pin-file password --hash '$hash' -i data -o out.sig &&
        openssl dgst -'$hash' -verify sign.pub -signature out.sig data'
done
succeeds 'a PSS signature verifies with OpenSSL' bash -c '
    "$INKAN" --card card sign --key sign --pin-file password --pss -i data -o out.sig &&
    openssl dgst -sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32 \
        -verify sign.pub -signature out.sig data'
succeeds 'a CMS verifies with OpenSSL' bash -c '
    "$INKAN" --card card sign --cms --key sign --pin-file password data &&
    openssl cms -verify -binary -inform DER -in data.p7s -content data \
        -CAfile sign-ca.pem -purpose any -out got && cmp got data'
succeeds 'from stdin to stdout' bash -c '
    "$INKAN" --card card sign --key sign --pin-file password -i - <data >out.sig &&
    openssl dgst -sha256 -verify sign.pub -signature out.sig data'
says 'the auth key warns that it is for logging in' 'logs you in' \
    inkan sign --key auth --pin-file pin -i data -o auth.sig
succeeds 'and signs' openssl dgst -sha256 -verify auth.pub -signature auth.sig data

# Many files under one consent.
for i in 1 2 3 4 5 6 7 8 9 10; do echo "document $i" >"doc$i"; done
mkdir signatures
succeeds 'ten documents are signed at once' sign --trace trace --cms -d signatures doc1 doc2 doc3 doc4 doc5 doc6 doc7 doc8 doc9 doc10
is 'with one VERIFY' "$(grep -c '^> 00 20 .*····' trace)" 1
is 'each has its signature' "$(ls signatures | wc -l)" 10
bad=0
for i in 1 2 3 4 5 6 7 8 9 10; do
    openssl cms -verify -binary -inform DER -in "signatures/doc$i.p7s" -content "doc$i" \
        -CAfile sign-ca.pem -purpose any -out /dev/null 2>/dev/null || bad=$((bad + 1))
done
is 'and every one verifies' $bad 0
is 'the signatures are listed as JSON' "$(sign --json doc1 doc2 | jq -c '[.format, .key, (.signatures | map(.signature))]')" \
    '["raw","sign",["doc1.sig","doc2.sig"]]'

# What is not signed.
head -c 300 /dev/urandom >random
openssl cms -cmsout -in data.p7s -inform DER -print 2>/dev/null >/dev/null
python3 - <<'PY'
# The signed attributes of data.p7s as a document of their own: the [0] of
# SignerInfo, as a SET OF (RFC 5652, 5.4).
der = open('data.p7s', 'rb').read()
oid = bytes.fromhex('06092A864886F70D010903')  # contentType
at = der.rindex(oid) - 2                       # the SEQUENCE of the attribute
start = der.rindex(b'\xa0', 0, at)
head = 2 if der[start + 1] < 0x80 else 2 + (der[start + 1] & 0x7F)
length = der[start + 1] if head == 2 else int.from_bytes(der[start + 2:start + head], 'big')
open('attributes', 'wb').write(b'\x31' + der[start + 1:start + head + length])
PY
ends_with 'signed attributes as a document are refused' 9 sign -i attributes -o out2
is 'and no signature is left' "$(ls out2 2>/dev/null)" ''
ends_with 'also for the auth key' 9 inkan sign --key auth --pin-file pin -i attributes -o out2
ends_with 'but a CMS over them is a CMS' 0 sign --cms -i attributes -o out3
printf '1 is the first byte of this text, too\n' >one
ends_with 'a text that begins with the same byte is signed' 0 sign -i one -o one.sig
succeeds 'rightly' openssl dgst -sha256 -verify sign.pub -signature one.sig one
head -c 3000000 /dev/zero | tr '\0' 1 >long
ends_with 'a long one, too' 0 sign -i long -o long.sig
succeeds 'rightly, too' openssl dgst -sha256 -verify sign.pub -signature long.sig long
: >empty
succeeds 'an empty document is signed' bash -c '
    "$INKAN" --card card sign --key sign --pin-file password -i empty -o out.sig &&
    openssl dgst -sha256 -verify sign.pub -signature out.sig empty'

ends_with 'no key is wrong use' 2 inkan sign -i data -o x
ends_with 'an unknown key is wrong use' 2 inkan sign --key both -i data -o x
ends_with 'no file is wrong use' 2 sign
ends_with '-o for some of the files is wrong use' 2 sign -i doc1 -i doc2 -o x
ends_with 'two signatures into one file are wrong use' 2 sign -i doc1 -i doc2 -o x -o x
ends_with 'a signature over its own document is wrong use' 2 sign -i data -o data
is 'and the document is whole' "$(cat data)" 'to be signed'
ends_with 'a missing document is told' 1 sign -i nosuch -o x
ends_with 'one that cannot be read whole, too' 1 sign -i . -o x
before=$(inkan --json pin status | jq -c .pins)
ends_with 'an unwritable output is told before a PIN is used' 1 sign --pin-file nosuch -i data -o nofolder/x
says 'by its name' 'nofolder/x: cannot write' sign -i data -o nofolder/x
is 'the tries are as before' "$(inkan --json pin status | jq -c .pins)" "$before"
echo old >kept
printf 'ZZZ999\n' >badpassword
ends_with 'after a wrong password' 7 inkan sign --key sign --pin-file badpassword -i data -o kept
is 'what was there before is still there' "$(cat kept)" old
is 'and no temporary file' "$(find . -name '.*.??????' | wc -l)" 0

# Verifying, in three states.
mkdir trust && cp sign-ca.pem trust/
ends_with 'without a CRL it could not be checked whole' 11 "$INKAN" verify --trust trust -i data data.p7s
says 'which is said' 'Revocation: not checked' "$INKAN" verify --trust trust -i data data.p7s
ends_with 'who is content with that says so' 0 "$INKAN" verify --no-revocation --trust trust -i data data.p7s
ends_with 'without trust it could not be checked' 11 "$INKAN" verify --no-revocation -i data data.p7s
ends_with 'the signature has a default name' 0 "$INKAN" verify --no-revocation --trust trust -i data
ends_with 'another document is a finding' 10 "$INKAN" verify --trust trust -i doc1 data.p7s
cp data.p7s tampered
printf '\x00' | dd of=tampered bs=1 seek=$(($(stat -c %s tampered) - 5)) conv=notrunc 2>/dev/null
ends_with 'a changed signature is a finding' 10 "$INKAN" verify --trust trust -i data tampered
head -c 100 data.p7s >cut
ends_with 'a CMS that cannot be read could not be checked' 11 "$INKAN" verify --trust trust -i data cut
ends_with 'neither could a text' 11 "$INKAN" verify --trust trust -i data doc1
is 'the result as JSON' "$("$INKAN" verify --json --trust trust -i data data.p7s |
    jq -c '[.result, .signature, .chain, .validity, .revocation]')" \
    '["not-checked","intact","intact","intact","not-checked"]'
ends_with 'a trust folder without anything usable is told' 1 "$INKAN" verify --trust signatures -i data data.p7s
ends_with 'a missing trust file is told' 1 "$INKAN" verify --trust nosuch -i data data.p7s
ends_with 'a missing document is told' 1 "$INKAN" verify --trust trust -i nosuch data.p7s
ends_with 'no document is wrong use' 2 "$INKAN" verify --trust trust data.p7s
openssl x509 -in sign-ca.pem -outform DER -out other.der
succeeds 'a PEM of the CMS verifies, too' bash -c '
    openssl cms -cmsout -inform DER -in data.p7s -outform PEM -out data.pem &&
    "$INKAN" verify --no-revocation --trust other.der -i data data.pem'
done_testing

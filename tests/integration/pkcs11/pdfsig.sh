#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# poppler's pdfsig signs a PDF with the sign key, in the sign view: D15.
# card: adult
. "$TOP/tests/integration/pkcs11/common.bash"
needs pdfsig certutil modutil python3
mkdir db
certutil -N -d sql:db --empty-password
modutil -dbdir sql:db -add JPKI -libfile "$MOD_SIGN" -force >/dev/null 2>&1
certutil -A -d sql:db -n sign-ca -t CT,C,C -i "$SIGN_CA"
# The smallest PDF with a page and a table of objects.
python3 - >in.pdf <<'END'
objects = [b'<</Type/Catalog/Pages 2 0 R>>',
           b'<</Type/Pages/Kids[3 0 R]/Count 1>>',
           b'<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>']
out, at = b'%PDF-1.7\n', []
for number, body in enumerate(objects, 1):
    at.append(len(out))
    out += b'%d 0 obj\n' % number + body + b'\nendobj\n'
start = len(out)
out += b'xref\n0 4\n0000000000 65535 f \n'
out += b''.join(b'%010d 00000 n \n' % a for a in at)
out += b'trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n' % start
import sys
sys.stdout.buffer.write(out)
END
pdfsig in.pdf out.pdf -nssdir sql:db -nss-pwd ABC123 -add-signature \
    -nick 'JPKI digital signature:Digital Signature Certificate' >sign.log 2>&1
out=$(pdfsig -nssdir sql:db -nss-pwd ABC123 out.pdf 2>&1)
says 'the signature is valid' 'Signature is Valid' printf '%s\n' "$out"
says 'it covers the whole document' 'Total document signed' printf '%s\n' "$out"
says 'its certificate is trusted' 'Certificate is Trusted' printf '%s\n' "$out"
counters_are 3/5 'at the end'
done_testing

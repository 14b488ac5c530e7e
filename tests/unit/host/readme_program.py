#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The first program of host/README.md compiles as it stands, against the
public headers and the shared library alone, and has about thirty lines.

readme_program.py README INCLUDE-DIR LIBRARY COMPILER... : TAP
"""
import os
import re
import subprocess
import sys
import tempfile


def main():
    readme, include, library, *compiler = sys.argv[1:]
    text = open(readme, encoding='utf-8').read()
    program = re.search(r'```c\n(.*?)```', text, re.S)[1]
    body = [line for line in program.splitlines()
            if line.strip() and not line.startswith('#include')]
    print('1..2')
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, 'first.c')
        open(source, 'w', encoding='utf-8').write(program)
        done = subprocess.run(
            [*compiler, '-std=c11', '-Wall', '-Wextra', '-Werror', '-pedantic',
             '-I' + include, source, library, '-o',
             os.path.join(folder, 'first')],
            capture_output=True, text=True)
        ok = 'ok' if done.returncode == 0 else 'not ok'
        print(f'{ok} 1 - the first program compiles')
        for line in done.stderr.splitlines():
            print('#', line)
    ok = 'ok' if len(body) <= 32 else 'not ok'
    print(f'{ok} 2 - it has {len(body)} lines beside its includes')


main()

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the table of embedded.h: embed.py OUT ROOT FILE..."""
import os
import sys


def main():
    out, root, *files = sys.argv[1:]
    lines = ['#include "tools/issue/embedded.h"', ""]
    rows = []
    for number, path in enumerate(sorted(files)):
        with open(path, "rb") as f:
            data = f.read()
        name = os.path.relpath(path, root)
        body = ",".join(str(byte) for byte in data)
        lines.append(f"static const uint8_t file_{number}[] = {{ {body} }};")
        rows.append(f'    {{ "{name}", {{ file_{number}, {len(data)} }} }},')
    lines += ["", "const struct embedded_file embedded_files[] = {", *rows, "};"]
    lines.append("const size_t embedded_file_count = ARRAY_LEN(embedded_files);")
    with open(out, "w", encoding="ascii") as f:
        f.write("\n".join(lines) + "\n")


main()

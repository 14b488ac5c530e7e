#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: Apache-2.0
"""Every built-in persona, issued and read: what stands in the applications
and certificates agrees. Number B and the ends of cards are worked out here
again, from the persona file alone.
"""
import datetime
import re

from card_program import (COMMON, JPKI, TEXT, TODAY, VISUAL, Plug, issue, run,
                          run_tests)

ERAS = ((20190501, 5, 2018), (19890108, 4, 1988), (19261225, 3, 1925),
        (19120730, 2, 1911), (18680125, 1, 1867))
NAMES = [line.split()[0] for line in run("personas").stdout.splitlines()]


class Persona:
    def __init__(self, name):
        text = run("personas", "--show", name).stdout
        self.values = dict(re.findall(r"^([a-z.-]+) = (.*)$", text, re.M))

    def get(self, *keys, default=""):
        return next((self.values[k] for k in keys if k in self.values),
                    default)

    def birth(self):
        value = self.get("birth")
        return value if value.isdigit() else distance(value)

    def number_b(self, expiry):
        return self.birth_key() + expiry[:4] + self.get("security-code")

    def birth_key(self):
        birth = self.birth()
        year = int(birth[:4])
        if self.get("calendar") != "gregorian":
            last = int(birth.replace("0000", "1231"))
            year -= next(base for first, _, base in ERAS if last >= first)
        return f"{year % 100:02}{birth[4:]}"


def distance(text):
    """Years and months, then days, from the day of the tests (the first of a
    month, so that every month has it)."""
    year, month = int(TODAY[:4]), int(TODAY[4:6])
    days = 0
    for count, unit in re.findall(r"([+-]\d+)([ymd])", text):
        year += int(count) if unit == "y" else 0
        month += int(count) if unit == "m" else 0
        days += int(count) if unit == "d" else 0
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    day = datetime.date(year, month, 1) + datetime.timedelta(days=days)
    return day.strftime("%Y%m%d")


def objects(data):
    """Tag and value of card TLVs, one after the other."""
    found, at = {}, 0
    while at < len(data) and (at == 0 or data[at] != 0xFF):
        two = 2 if data[at] & 0x1F == 0x1F else 1
        tag, at = data[at:at + two].hex().upper(), at + two
        length, at = data[at], at + 1
        if length == 0x82:
            length, at = int.from_bytes(data[at:at + 2], "big"), at + 2
        found[tag], at = data[at:at + length], at + length
    return found


def verify(plug, file, value):
    head = f"0020 00{0x80 + file:02X} {len(value):02X}"
    return plug.reader.apdu(head + value.encode().hex())[1]


def read(plug, file):
    data, sw = plug.reader.apdu(f"00B0 {0x80 + file:02X} 00 000000")
    assert sw == "9000", (file, sw)
    return data


def check_text(plug, persona, expiry):
    plug.reader.apdu(TEXT)
    assert verify(plug, 0x14, persona.get("number")) == "9000"
    number = objects(read(plug, 1))["FF10"].decode()
    assert number == persona.get("number")
    assert verify(plug, 0x15, persona.number_b(expiry)) == "9000"
    inner = objects(objects(read(plug, 2))["FF20"])
    assert inner["DF22"].decode() == persona.get("text.name", "name")
    assert inner["DF23"].decode() == persona.get("text.address", "address")
    assert inner["DF24"].decode() == persona.birth()
    assert inner["DF25"].decode() == persona.get("sex")


def check_face(plug, persona, expiry):
    plug.reader.apdu(VISUAL)
    assert verify(plug, 0x12, persona.number_b(expiry)) == "9000"
    face = objects(objects(read(plug, 2))["FF20"])
    assert face["DF22"].decode() == persona.birth()
    assert face["DF29"].decode() == expiry
    assert (face["DF27"] == b"") == (persona.get("photo") == "no")
    assert verify(plug, 0x11, persona.birth_key()) == "9000"
    age = objects(objects(read(plug, 1))["FF10"])
    assert age["DF11"].decode() == persona.birth()


def other_name(der, last):
    """The otherName 1.2.392.200149.8.5.5.last of a certificate."""
    oid = bytes.fromhex("060A2A83088C9B55080505") + bytes(
        [last, 0xA0])
    at = der.index(oid) + len(oid)
    for _ in range(2):  # [0] and UTF8String
        length, at = der[at], at + 1
        if length >= 0x80:
            size = length - 0x80
            length, at = int.from_bytes(der[at:at + size], "big"), at + size
        end, at = at + length, at + 1
    return der[at - 1:end].decode()


def check_certificates(plug, persona):
    plug.reader.apdu(JPKI)
    has_sign = persona.get("sign.cert") != "no"
    available = read(plug, 8)
    assert available == bytes([0x8F if has_sign else 0, 0x8F, 0])
    if not has_sign or persona.get("sign.tries") == "0":
        return
    assert verify(plug, 0x1B, "ABC123") == "9000"
    der = read(plug, 1)
    name = persona.get("cert.name", "text.name", "name")
    assert other_name(der, 1) == name
    assert other_name(der, 5) == persona.get("cert.address", "text.address",
                                             "address")
    assert other_name(der, 4)[1:] == persona.birth()
    assert len(other_name(der, 2)) == len(name)
    if "auth.expires" in persona.values:
        ends = distance(persona.get("auth.expires"))
        assert f"{ends[2:]}145959Z".encode() in der


def agrees(name):
    def test(folder):
        persona = Persona(name)
        with Plug(issue(folder, persona=name)) as plug:
            check_certificates(plug, persona)
            if persona.get("token") in ("android", "iphone"):
                return
            plug.reader.apdu(COMMON)
            record, sw = plug.reader.apdu("00B2010C00")
            assert (len(record), sw) == (30, "9000")
            expiry = record[-8:].decode()
            assert record[-13:-8].decode() == persona.get("municipality")
            check_text(plug, persona, expiry)
            check_face(plug, persona, expiry)

    test.__name__ = f"{name}_agrees_with_itself"
    return test


run_tests([agrees(name) for name in NAMES])

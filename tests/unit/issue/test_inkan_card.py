#!/usr/bin/env -S python3 -B
# SPDX-License-Identifier: Apache-2.0
"""inkan-card as a person meets it: options, exit codes, sentences, files.

Runs the program given as first argument; the second is `none` when it was
built without sanitizers, so that its speed means something.
"""
import os
import re
import subprocess
import time

from card_program import (COMMON, JPKI, PLAIN_BUILD, SEED, Plug, expect, issue,
                          run, run_tests)

TREE_CA = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                       "../../../tools/ca")


def lists_at_least_twenty_personas(_):
    result = run("personas")
    expect(result, 0)
    names = [line.split()[0] for line in result.stdout.splitlines()]
    assert len(names) >= 20 and "adult" in names, names
    assert all(len(line) > 20 for line in result.stdout.splitlines())


def a_shown_persona_can_be_issued_as_a_file(folder):
    text = run("personas", "--show", "foreign").stdout
    path = os.path.join(folder, "mine.persona")
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    a = issue(folder, persona=path)
    b = issue(folder, persona="foreign")
    with open(a, "rb") as f, open(b, "rb") as g:
        assert f.read() == g.read()


def every_key_is_told(_):
    keys = run("personas", "--keys").stdout
    for key in ("name", "quirk.pss", "atr", "licence.data", "auth.tries"):
        assert re.search(rf"^{re.escape(key)} ", keys, re.M), key


def wrong_use_is_told_and_ends_with_2(folder):
    out = os.path.join(folder, "x")
    expect(run("issue"), 2)
    expect(run("issue", "--persona", "adult"), 2)
    expect(run("issue", "--nonsense"), 2)
    expect(run("issue", "--persona", "adult", "-o", out, "--today", "x"), 2,
           "--today x: no YYYYMMDD")
    expect(run("issue", "--persona", "adult", "-o", out, "--forge", "x"), 2,
           "--forge x: no such kind")
    expect(run("issue", "--persona", "adult", "-o", out, "--set", "sex=x"), 2,
           "--set: sex: must be one of 0|1|2|9")
    expect(run("plug"), 2)
    expect(run("plug", out, "--fault", "fall@3"), 2,
           "--fault fall@3: no such fault")
    expect(run("ca"), 2)
    assert run("nonsense").returncode == 2
    assert run().returncode == 2
    assert run("--help").returncode == 0
    assert not os.path.exists(out)


def a_broken_persona_file_is_refused_with_its_line(folder):
    path = os.path.join(folder, "broken.persona")
    text = run("personas", "--show", "adult").stdout
    lines = text.splitlines()
    number = 1 + next(i for i, line in enumerate(lines)
                      if line.startswith("sex"))
    with open(path, "w", encoding="utf-8") as f:
        f.write(text.replace("sex = 2", "sex = x"))
    expect(run("issue", "--persona", path, "-o", os.path.join(folder, "x")), 2,
           f"{path}:{number}: sex: must be one of 0|1|2|9")
    assert not os.path.exists(os.path.join(folder, "x"))


def an_unwritable_output_leaves_nothing(folder):
    path = os.path.join(folder, "nowhere", "a.card")
    expect(run("issue", "--persona", "adult", "-o", path, *SEED), 1,
           f"cannot write {path}: No such file or directory")
    before = os.listdir(folder)
    os.mkdir(os.path.join(folder, "taken"))
    expect(run("issue", "--persona", "adult", "-o",
               os.path.join(folder, "taken"), *SEED), 1)
    os.rmdir(os.path.join(folder, "taken"))
    assert os.listdir(folder) == before


def the_same_seed_makes_the_same_file(folder):
    one = issue(folder, fresh=True)
    two = issue(folder, fresh=True)
    with open(one, "rb") as f, open(two, "rb") as g:
        assert f.read() == g.read()


def a_whole_card_takes_less_than_five_seconds(folder):
    start = time.monotonic()
    issue(folder, persona="licence", fresh=True)
    taken = time.monotonic() - start
    print(f"# issued in {taken:.2f} s")
    assert taken < 5 or not PLAIN_BUILD, taken


def a_plugged_card_answers_and_says_where(folder):
    with Plug(issue(folder)) as plug:
        assert plug.process.stdout.readline() == (
            f"plugged 127.0.0.1:{plug.reader.port}\n")
        assert plug.reader.apdu(JPKI) == (b"", "9000")
        plug.reader.send(b"\x04")
        assert plug.reader.receive().hex() == "3be000ff8131fe4514"
        plug.process.terminate()
        assert plug.process.wait(timeout=10) == 0


def counters_survive_a_restart(folder):
    card = issue(folder)
    with Plug(card) as plug:
        plug.reader.apdu(JPKI)
        assert plug.reader.apdu("0020009804 30303030")[1] == "63c2"
    with Plug(card) as plug:
        plug.reader.apdu(JPKI)
        assert plug.reader.apdu("00200098")[1] == "63c2"


def one_image_is_in_one_reader(folder):
    card = issue(folder)
    with Plug(card):
        result = run("plug", card, "--port", "1")
        expect(result, 12)


def no_reader_ends_with_3(folder):
    expect(run("plug", issue(folder), "--port", "1"), 3)


def a_foreign_or_damaged_image_ends_with_6(folder):
    card = issue(folder)
    with open(card, "rb") as f:
        data = bytearray(f.read())
    for name, bad in (("cut", data[:1000]), ("text", b"hello\n"),
                      ("flip", data[:5000] + b"\xAA\x55" + data[5002:])):
        path = os.path.join(folder, name)
        with open(path, "wb") as f:
            f.write(bad)
        expect(run("plug", path, "--port", "1"), 6)
    expect(run("plug", os.path.join(folder, "none"), "--port", "1"), 1)


def faults_happen_as_told(folder):
    card = issue(folder)
    with Plug(card, "--fault", "sw=6F00@2") as plug:
        assert plug.reader.apdu(JPKI)[1] == "9000"
        assert plug.reader.apdu(JPKI)[1] == "6f00"
        assert plug.reader.apdu(JPKI)[1] == "9000"
    script = os.path.join(folder, "script")
    with open(script, "w", encoding="ascii") as f:
        f.write("# the card leaves\npull@1\n")
    with Plug(card, "--script", script) as plug:
        assert plug.reader.apdu(JPKI)[1] == "9000"
        try:
            plug.reader.apdu(JPKI)
            raise AssertionError("the card is still there")
        except (EOFError, ConnectionError):
            pass
    with open(script, "w", encoding="ascii") as f:
        f.write("pull@1\nwhat@2\n")
    expect(run("plug", card, "--script", script), 2,
           f"{script}:2: no such fault")


def number_and_dates_can_be_set(folder):
    card = issue(folder, "--set", "card.expires=20310101", "--set",
                 "card.number=400000012345678")
    with Plug(card) as plug:
        plug.reader.apdu(COMMON)
        data, sw = plug.reader.apdu("00B2010C00")
        assert (data[2:], sw) == (b"4000000123456781322120310101", "9000")


def authorities_of_one_s_own_sign_the_card(folder):
    ca = os.path.join(folder, "ca")
    expect(run("ca", ca, *SEED), 0)
    again = run("ca", ca)
    expect(again, 1)
    assert "--crl" in again.stderr
    expect(run("ca", ca, "--crl", "--revoke", "sign:11223344"), 0)
    expect(run("ca", ca, "--crl", "--revoke", "sign:1122"), 2)
    card = issue(folder, "--ca", ca)
    with Plug(card) as plug:
        plug.reader.apdu(JPKI)
        data, _ = plug.reader.apdu("00B08B00000000")
    pem = subprocess.run(
        ["openssl", "x509", "-in", f"{ca}/trust/auth-ca.pem", "-outform",
         "DER"], capture_output=True, check=True).stdout
    assert data == pem
    crl = subprocess.run(
        ["openssl", "crl", "-in", f"{ca}/crl/sign-ca.pem", "-noout", "-text"],
        capture_output=True, text=True, check=True).stdout
    assert "11223344" in crl and "66000001" in crl
    expect(run("issue", "--persona", "adult", "-o", card, "--ca", folder), 1)


def verdict(folder, persona):
    """What openssl says of the sign certificate with the tree's CA and CRL."""
    with Plug(issue(folder, persona=persona)) as plug:
        plug.reader.apdu(JPKI)
        plug.reader.apdu("0020009B 06 414243313233")
        der, _ = plug.reader.apdu("00B08100000000")
    path = os.path.join(folder, "sign.der")
    with open(path, "wb") as f:
        f.write(der)
    return subprocess.run(
        ["openssl", "verify", "-attime", "1793530800", "-x509_strict",
         "-crl_check", "-CAfile", f"{TREE_CA}/trust/sign-ca.pem", "-CRLfile",
         f"{TREE_CA}/crl/sign-ca.pem", path],
        capture_output=True, text=True, check=False)


def openssl_takes_the_adult_and_not_the_revoked(folder):
    result = verdict(folder, "adult")
    assert result.returncode == 0, result.stderr
    result = verdict(folder, "revoked")
    assert "certificate revoked" in result.stderr, result.stderr
    assert result.returncode != 0


def forged_cards_are_issued_under_their_names(folder):
    for kind in ("record", "signature", "certificate", "key", "expiry",
                 "mixed"):
        issue(folder, "--forge", kind)
    issue(folder, "--forge", "key", persona="android")
    expect(run("issue", "--persona", "android", "-o",
               os.path.join(folder, "x"), "--forge", "mixed"), 2,
           "--forge mixed: a phone has no such record")


run_tests([
    lists_at_least_twenty_personas,
    a_shown_persona_can_be_issued_as_a_file,
    every_key_is_told,
    wrong_use_is_told_and_ends_with_2,
    a_broken_persona_file_is_refused_with_its_line,
    an_unwritable_output_leaves_nothing,
    the_same_seed_makes_the_same_file,
    a_whole_card_takes_less_than_five_seconds,
    a_plugged_card_answers_and_says_where,
    counters_survive_a_restart,
    one_image_is_in_one_reader,
    no_reader_ends_with_3,
    a_foreign_or_damaged_image_ends_with_6,
    faults_happen_as_told,
    number_and_dates_can_be_set,
    authorities_of_one_s_own_sign_the_card,
    openssl_takes_the_adult_and_not_the_revoked,
    forged_cards_are_issued_under_their_names,
])

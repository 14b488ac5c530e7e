#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""inkan-card in rough hands: outputs that are no files, limits, signals in
the middle of a write, readers that talk nonsense, half of an authority.

    test_rough.py INKAN-CARD [SANITIZERS]
"""
import os
import random
import resource
import signal
import struct
import subprocess
import time

from card_program import (JPKI, PROGRAM, SEED, Plug, expect, issue, run,
                          run_tests)


def make(output, *args):
    return run("issue", "--persona", "android", "-o", output, *SEED, *args)


def an_output_that_is_no_file_is_left_alone(folder):
    fifo = os.path.join(folder, "fifo")
    os.mkfifo(fifo)
    expect(make(fifo), 1, f"cannot write {fifo}: it is no regular file")
    assert os.path.exists(fifo) and not os.path.isfile(fifo)
    expect(make("-"), 2)
    expect(make(""), 1)
    assert os.listdir(folder) == ["fifo"]


def an_output_behind_a_link_goes_where_the_link_points(folder):
    target = os.path.join(folder, "target")
    link = os.path.join(folder, "link")
    with open(target, "wb"):
        pass
    os.symlink("target", link)
    expect(make(link), 0)
    assert os.path.islink(link) and os.path.getsize(target) > 10000
    os.symlink("round", os.path.join(folder, "round"))
    expect(make(os.path.join(folder, "round")), 1)


def a_card_that_is_plugged_in_is_not_issued_over(folder):
    card = issue(folder, persona="android")
    with Plug(card) as plug:
        plug.reader.apdu(JPKI)
        assert make(card).returncode == 12
        assert plug.reader.apdu(JPKI)[1] == "9000"


def a_limit_of_file_size_is_told_and_leaves_nothing(folder):
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))

    path = os.path.join(folder, "card")
    expect(run("issue", "--persona", "android", "-o", path, *SEED,
               preexec_fn=limit), 1, f"cannot write {path}: File too large")
    assert os.listdir(folder) == []


def a_seed_without_a_value_is_refused(folder):
    path = os.path.join(folder, "card")
    expect(run("issue", "--persona", "android", "-o", path, "--seed", ""), 2)
    assert os.listdir(folder) == []


def a_phone_holds_no_driving_licence(folder):
    path = os.path.join(folder, "card")
    expect(make(path, "--set", "licence=yes"), 2,
           "--set: licence: a phone holds no driving licence")
    assert os.listdir(folder) == []


def a_port_is_a_number_of_a_port(folder):
    card = issue(folder, persona="android")
    for port in ("0", "65536", "99999", "x", "", "-1", " 80"):
        expect(run("plug", card, "--port", port), 2)


def every_command_tells_its_options(folder):
    for command, option in (("personas", "--keys"), ("issue", "--forge"),
                            ("plug", "garbage=L@N"), ("ca", "--revoke")):
        for ask in ("--help", "-h"):
            result = run(command, ask)
            expect(result, 0)
            assert option in result.stdout and not result.stderr, result
        result = run(command, "--nonsense")
        expect(result, 2, "--nonsense: no such option, or its value is "
               f"missing (see inkan-card {command} --help)")
    expect(run("issue", "--persona"), 2)
    assert os.listdir(folder) == []


def every_fault_has_its_whole_form(folder):
    card = issue(folder, persona="android")
    for fault in ("sw=6F@1", "sw=06F00@1", "pull@0", "delay=-1", "cut@0",
                  "garbage=65536@1", "pull", "pull@1x", ""):
        expect(run("plug", card, "--fault", fault), 2)


def a_script_may_have_long_comments_but_no_endless_line(folder):
    card = issue(folder, persona="android")
    script = os.path.join(folder, "script")
    for text, line in ((b"# " + b"x" * 500 + b"\n\nfall@1\n", 3),
                       (b"pull@9\n" + b"\0" * 5000, 2),
                       (b"sw=6F00@1 # told\r\n" + b"x" * 5000, 2)):
        with open(script, "wb") as f:
            f.write(text)
        expect(run("plug", card, "--script", script), 2,
               f"{script}:{line}: no such fault")
    expect(run("plug", card, "--script", "/dev/zero"), 2)
    expect(run("plug", card, "--script", folder), 1)


def frame(data):
    return struct.pack(">H", len(data)) + data


def a_reader_that_talks_nonsense_gets_answers_or_the_end(folder):
    card = issue(folder, persona="android")
    challenge = bytes.fromhex("0084000008")
    for sent in (b"\0", b"\0\0", frame(b"") * 500, b"\xff\xff" + b"\0" * 99,
                 frame(b"\x07") + frame(b"\xff"), frame(b"\x02") * 500,
                 frame(b"\0" * 65535), frame(b"\xff" * 65535),
                 random.Random(1).randbytes(20000)):
        with Plug(card) as plug:
            plug.reader.link.sendall(sent)
            plug.reader.link.shutdown(1)
            assert plug.process.wait(timeout=10) in (0, 5)
    with Plug(card) as plug:
        for byte in frame(challenge):
            plug.reader.link.sendall(bytes([byte]))
        assert len(plug.reader.receive()) == 10


def a_card_killed_while_it_writes_is_whole_and_gives_no_try_back(folder):
    card = issue(folder)
    dice = random.Random(3)
    least = 3
    words = (b"ABC123", b"XYZ789")
    for _ in range(40):
        with Plug(card) as plug:
            plug.reader.apdu(JPKI)
            left = int(plug.reader.apdu("00200098")[1][3], 16)
            assert left <= least, (left, least)
            if left == 1:
                assert plug.reader.apdu("00200098 04 31323334")[1] == "9000"
                left = 3
            opened = [w for w in words if plug.reader.apdu(
                "0020009B06" + w.hex())[1] == "9000"]
            assert len(opened) == 1, opened
            other = words[1 - words.index(opened[0])]
            if dice.random() < 0.5:
                plug.reader.apdu("00A4020C02001B")
                plug.reader.send(bytes.fromhex("0024018006") + other)
            else:
                plug.reader.send(bytes.fromhex("0020009804") + b"9999")
            time.sleep(dice.random() * 0.006)
            plug.process.send_signal(signal.SIGKILL)
            least = left
            try:
                if plug.reader.receive()[:1] == b"\x63":
                    least = left - 1
            except (EOFError, ConnectionError):
                pass


def a_half_written_authority_is_taken_back(folder):
    ca = os.path.join(folder, "ca")
    os.makedirs(os.path.join(ca, "private"))
    os.mkdir(os.path.join(ca, "private", "visual-cv.key.pem"))
    expect(run("ca", ca, *SEED), 1)
    assert os.listdir(os.path.join(ca, "private")) == ["visual-cv.key.pem"]
    os.rmdir(os.path.join(ca, "private", "visual-cv.key.pem"))

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (1800, 1800))

    expect(run("ca", ca, *SEED, preexec_fn=limit), 1)
    assert not any(files for _, _, files in os.walk(ca))
    expect(run("ca", ca, *SEED), 0)


def an_authority_whose_keys_were_mixed_up_issues_nothing(folder):
    ca = os.path.join(folder, "ca")
    expect(run("ca", ca, *SEED), 0)
    with open(f"{ca}/private/visual-cv.key.pem", "rb") as f:
        other = f.read()
    with open(f"{ca}/private/text-cv.key.pem", "wb") as f:
        f.write(other)
    expect(make(os.path.join(folder, "card"), "--ca", ca), 1,
           f"{ca}/trust/text.cv is not that of private/text-cv.key.pem")


def days_that_certificates_cannot_tell_are_refused(folder):
    for day in ("18680101", "19591231", "99991231"):
        expect(run("ca", os.path.join(folder, day), "--today", day), 2)
    assert os.listdir(folder) == []


def a_certificate_before_1950_says_so(folder):
    card = issue(folder, "--set", "birth=19250101", "--set", "issued=19490101",
                 "--set", "card.expires=20400101", "--set",
                 "auth.expires=20390101")
    with Plug(card) as plug:
        plug.reader.apdu(JPKI)
        der, _ = plug.reader.apdu("00B08A00000000")
    text = subprocess.run(
        ["openssl", "x509", "-inform", "DER", "-noout", "-startdate"],
        input=der, capture_output=True, check=True).stdout
    assert b"1949" in text, text


assert PROGRAM
run_tests([
    an_output_that_is_no_file_is_left_alone,
    an_output_behind_a_link_goes_where_the_link_points,
    a_card_that_is_plugged_in_is_not_issued_over,
    a_limit_of_file_size_is_told_and_leaves_nothing,
    a_seed_without_a_value_is_refused,
    a_phone_holds_no_driving_licence,
    a_port_is_a_number_of_a_port,
    every_command_tells_its_options,
    every_fault_has_its_whole_form,
    a_script_may_have_long_comments_but_no_endless_line,
    a_reader_that_talks_nonsense_gets_answers_or_the_end,
    a_card_killed_while_it_writes_is_whole_and_gives_no_try_back,
    a_half_written_authority_is_taken_back,
    an_authority_whose_keys_were_mixed_up_issues_nothing,
    days_that_certificates_cannot_tell_are_refused,
    a_certificate_before_1950_says_so,
])

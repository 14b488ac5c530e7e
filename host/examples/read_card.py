#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reads a card with nothing but ctypes: what kind it is, the tries left of each
PIN, and, with a text PIN on standard input, the four attributes.

    read_card.py [--person] [READER]

INKAN_LIBRARY names the library where it is not installed.
"""
import ctypes as c
import os
import sys

READER_NAME_MAX, ATR_MAX = 128, 33
PIN_TEXT, PIN_COUNT = 2, 8
KINDS = ['My Number card', 'Android', 'iPhone', 'resident-register card', '?']


class Explanation(c.Structure):
    _fields_ = [('code', c.c_char_p), ('text', c.c_char_p),
                ('action', c.c_char_p)]


class CardInfo(c.Structure):
    _fields_ = [('kind', c.c_int), ('has_auth_cert', c.c_bool),
                ('has_sign_cert', c.c_bool), ('has_text', c.c_bool),
                ('has_visual', c.c_bool), ('has_licence', c.c_bool),
                ('atr', c.c_uint8 * ATR_MAX), ('atr_len', c.c_size_t),
                ('token_label', c.c_char * 33), ('manufacturer', c.c_char * 33),
                ('model', c.c_char * 17), ('serial', c.c_char * 17)]


class Secret(c.Structure):
    _fields_ = [('pin', c.c_int), ('value', c.c_char_p), ('len', c.c_size_t),
                ('flags', c.c_uint)]


class Person(c.Structure):
    _fields_ = [('name', c.c_char * 1024), ('address', c.c_char * 2048),
                ('birth', c.c_char * 9), ('sex', c.c_char)]


class PinFacts(c.Structure):
    _fields_ = [('min_len', c.c_uint8), ('max_len', c.c_uint8),
                ('max_tries', c.c_uint8), ('digits_only', c.c_bool),
                ('name', c.c_char_p), ('name_en', c.c_char_p),
                ('name_ja', c.c_char_p), ('unblock_en', c.c_char_p),
                ('unblock_ja', c.c_char_p)]


def load():
    lib = c.CDLL(os.environ.get('INKAN_LIBRARY', 'libinkan.so.0'))
    lib.inkan_explain.restype = Explanation
    lib.inkan_pin_facts.restype = c.POINTER(PinFacts)
    # Handles are pointers; without this they would be cut to an int.
    for name in ('inkan_close', 'inkan_card_close'):
        getattr(lib, name).argtypes = [c.c_void_p]
        getattr(lib, name).restype = None
    lib.inkan_card_open.argtypes = [c.c_void_p, c.c_char_p,
                                    c.POINTER(c.c_void_p)]
    lib.inkan_choose_reader.argtypes = [c.c_void_p, c.c_char_p, c.c_char_p]
    for name in ('inkan_card_info', 'inkan_pin_status'):
        getattr(lib, name).argtypes = [c.c_void_p, c.c_void_p]
    lib.inkan_person_read.argtypes = [c.c_void_p, c.POINTER(Secret),
                                      c.POINTER(Person)]
    return lib


class Failed(Exception):
    pass


def main():
    args = [a for a in sys.argv[1:] if a != '--person']
    lib = load()
    ink, card = c.c_void_p(), c.c_void_p()
    reader = c.create_string_buffer(READER_NAME_MAX)

    def check(rc):
        if rc != 0:
            raise Failed(lib.inkan_explain(rc, b'en').text.decode())

    try:
        check(lib.inkan_open(None, c.byref(ink)))
        want = args[0].encode() if args else None
        check(lib.inkan_choose_reader(ink, want, reader))
        check(lib.inkan_card_open(ink, reader.value, c.byref(card)))
        info, tries = CardInfo(), (c.c_int * PIN_COUNT)()
        check(lib.inkan_card_info(card, c.byref(info)))
        check(lib.inkan_pin_status(card, tries))
        print(f'{KINDS[info.kind]}, {info.token_label.decode()}')
        for pin in range(PIN_COUNT):
            if tries[pin] >= 0:
                name = lib.inkan_pin_facts(pin).contents.name.decode()
                print(f'{name}: {tries[pin]}')
        if '--person' in sys.argv:
            value = sys.stdin.readline().rstrip('\n').encode()
            person = Person()
            secret = Secret(PIN_TEXT, value, len(value), 0)
            check(lib.inkan_person_read(card, c.byref(secret),
                                        c.byref(person)))
            print(person.name.decode(), person.birth.decode(), sep='\n')
    except Failed as error:
        print(f'read_card: {error}', file=sys.stderr)
        return 1
    finally:
        lib.inkan_card_close(card)
        lib.inkan_close(ink)
    return 0


sys.exit(main())

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Two clerks at the review page; prints TAP.

review_page.py PAGE FOLDER [PICTURE]: FOLDER takes what the page saves, PICTURE
is a PNG of the page for a person to look at."""
import json
import os
import sys
import time

from browser import Browser

page, folder = sys.argv[1:3]
count = 0


def check(name, got, wanted=True):
    global count
    count += 1
    if got == wanted:
        print(f'ok {count} - {name}')
    else:
        print(f'not ok {count} - {name}\n# got {got!r}, wanted {wanted!r}')


def pressed(browser, article):
    return browser.ask(
        f"[...document.querySelectorAll('article')[{article}]"
        ".querySelectorAll('button[aria-pressed=true]')]"
        '.map(b => b.dataset.choice).join()')


def current(browser):
    return browser.ask("[...document.querySelectorAll('article')]"
                       ".findIndex(a => a.classList.contains('current'))")


def shows(browser):
    check('every row is there',
          browser.ask("document.querySelectorAll('article').length"), 4)
    check('the gravest row comes first', browser.ask(
        "document.querySelector('.verdict').textContent"), 'OTHER-PERSON')
    check('the differing character of the given name is marked', browser.ask(
        "[...document.querySelectorAll('article.FAMILY-SUSPECT tbody tr')[0]"
        ".querySelectorAll('mark')].map(m => m.textContent).join()"),
        '花,一')
    check('text of a record is text, never markup', browser.ask(
        "document.querySelectorAll('img, article script').length"), 0)
    check('and stays readable', browser.ask(
        "document.body.textContent.includes('<img src=x onerror=alert(1)>')"))
    check('direction characters are replaced', browser.ask(
        "/[\\u202A-\\u202E\\u2066-\\u2069]/.test(document.body.textContent)"),
        False)
    check('nothing was refused and nothing failed', browser.complaints(), [])
    check('the policy lets no net in', browser.ask(
        "fetch('http://127.0.0.1:9/').then(() => 'open', () => 'closed')"),
        'closed')


def judges(browser):
    browser.press('s')
    check('s says same and goes on', (pressed(browser, 0), current(browser)),
          ('same', 1))
    browser.press('o')
    browser.press('u')
    check('o says other, u says unsure',
          (pressed(browser, 1), pressed(browser, 2)), ('other', 'unsure'))
    browser.press('ArrowUp')
    browser.press('x')
    check('x takes it back', (pressed(browser, 2), current(browser)), ('', 2))
    browser.press('k')
    browser.press('n')
    check('n goes to the next without a judgement', current(browser), 2)
    browser.press('u')
    browser.click('#clerk-2')
    check('the second clerk does not see the first one’s judgement',
          pressed(browser, 0), '')
    while current(browser) > 0:
        browser.press('k')
    for choice in 'sss':
        browser.press(choice)
    check('both are counted for themselves', browser.ask(
        "document.getElementById('progress').textContent").split()[1], '3')


def filters(browser):
    browser.click('[data-filter=NAMESAKE-SUSPECT]')
    check('a verdict can be looked at alone', browser.ask(
        "document.querySelectorAll('article').length"), 1)
    browser.click('[data-filter=open]')
    check('so can what is still to do', browser.ask(
        "document.querySelectorAll('article').length"), 1)
    browser.click('[data-filter=all]')
    before = browser.ask("document.getElementById('title').textContent")
    browser.click('#language')
    check('the page speaks both languages', before != browser.ask(
        "document.getElementById('title').textContent"))


def saves(browser):
    path = os.path.join(folder, 'judgements.json')
    browser.click('#save')
    for _ in range(100):
        if os.path.exists(path):
            break
        time.sleep(0.05)
    rows = json.load(open(path))['judgements']
    check('the saved file holds both clerks’ words',
          sorted(sorted(r.items()) for r in rows.values() if r),
          [[('1', 'other'), ('2', 'same')], [('1', 'same'), ('2', 'same')],
           [('1', 'unsure'), ('2', 'same')]])
    browser.open(page)
    check('judgements survive closing the page', pressed(browser, 0), 'same')


def main():
    browser = Browser(folder)
    browser.open(page)
    if len(sys.argv) > 3:
        browser.picture(sys.argv[3])
    shows(browser)
    browser.events.clear()
    judges(browser)
    filters(browser)
    saves(browser)
    browser.close()
    print(f'1..{count}')


main()

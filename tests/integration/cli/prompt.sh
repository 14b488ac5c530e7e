#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The PIN typed at a terminal: asked with the tries left, never echoed, and
# the terminal is as it was also after a signal.
# card: none
. "$TOP/tests/integration/tap.sh"
cd "$T" || exit 1
umask 077
printf '9999\n' >wrong
"$INKAN_CARD" issue --persona adult -o card >/dev/null || exit 1

# Runs inkan at a terminal of its own: types TEXT (or sends SIGNAL) when asked,
# prints "STATUS ECHO" and what the terminal showed.
cat >terminal.py <<'PY'
import os, pty, re, select, signal, sys, termios, time

typed, kill, args = sys.argv[1], sys.argv[2], sys.argv[3:]
pid, fd = pty.fork()
if pid == 0:
    os.execv(os.environ['INKAN'], ['inkan', '--card', 'card'] + args)
shown, asked, end = b'', 0, time.time() + 20
lines = typed.split(',')
while time.time() < end:
    if select.select([fd], [], [], 0.2)[0]:
        try:
            data = os.read(fd, 4096)
        except OSError:
            break
        if not data:
            break
        shown += data
    if asked < len(lines) and shown.count(b': ') > asked and shown.rstrip(b' ').endswith(b':'):
        time.sleep(0.2)
        if kill:
            os.kill(pid, int(kill))
        else:
            os.write(fd, lines[asked].encode() + b'\n')
        asked += 1
        if kill:
            time.sleep(0.3)
            print('echo', bool(termios.tcgetattr(fd)[3] & termios.ECHO))
            break
_, status = os.waitpid(pid, 0)
print('status', os.waitstatus_to_exitcode(status))
sys.stdout.flush()
os.write(1, shown)
PY
at_terminal() { python3 terminal.py "$@"; }

out=$(at_terminal 1234 '' pin verify auth)
is 'a PIN typed at the prompt is taken' "$(grep -o 'status .*' <<<"$out")" 'status 0'
is 'the prompt tells the tries left' "$(grep -c '3 tries left): ' <<<"$out")" 1
is 'and the PIN is not echoed' "$(grep -c 1234 <<<"$out")" 0
out=$(at_terminal 99 '' pin verify auth)
is 'a PIN of impossible form is refused' "$(grep -o 'status .*' <<<"$out")" 'status 9'
out=$(at_terminal '1234,4321,4321' '' pin change auth)
is 'a PIN is changed, the new one typed twice' "$(grep -o 'status .*' <<<"$out")" 'status 0'
out=$(at_terminal '4321,1111,2222' '' pin change auth)
is 'two new PINs that differ change nothing' "$(grep -o 'status .*' <<<"$out")" 'status 9'
out=$(at_terminal '4321' '' pin verify auth)
is 'the old one still holds' "$(grep -o 'status .*' <<<"$out")" 'status 0'
for signal in 2 15 1; do
    out=$(at_terminal x $signal pin verify auth)
    is "signal $signal at the prompt ends it" "$(grep -o 'status .*' <<<"$out")" "status -$signal"
    is 'and the terminal echoes again' "$(grep -o 'echo .*' <<<"$out")" 'echo True'
done
for _ in 1 2; do "$INKAN" --card card pin verify juki --pin-file wrong >/dev/null 2>&1; done
out=$(at_terminal x '' pin verify juki)
is 'nobody is asked for a PIN at its last try' "$(grep -o 'status .*' <<<"$out")" 'status 9'
out=$(at_terminal 1234 '' --last-try pin verify juki)
is 'unless the last try is allowed' "$(grep -o 'status .*' <<<"$out")" 'status 2'
out=$(at_terminal 1234 '' pin verify juki --last-try)
is 'by the option of the command' "$(grep -o 'status .*' <<<"$out")" 'status 0'
echo one >one
echo two >two
out=$(at_terminal ABC123 '' sign --key sign one two)
is 'who types the password sees what is signed' "$(grep -cE '2 documents will be signed|^  (one|two)' <<<"$out")" 3
# A terminal that --pin-fd names is no different.
cat >descriptor.py <<'PY'
import os, pty, sys, time
pid, fd = pty.fork()
if pid == 0:
    os.execv(os.environ['INKAN'], ['inkan', '--card', 'card', 'pin', 'verify', 'auth', '--pin-fd', '0'])
time.sleep(1)
os.write(fd, b'4321\n')
shown = b''
while True:
    try:
        data = os.read(fd, 4096)
    except OSError:
        break
    if not data:
        break
    shown += data
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), b'4321' in shown)
PY
is 'a descriptor that is a terminal does not echo, either' "$(python3 descriptor.py)" '0 False'
done_testing

# SPDX-License-Identifier: Apache-2.0
"""What the tests of the inkan-card program share: running it, a card of a
seed, and a virtual reader (vpcd listens, the card connects, frames carry a
length of two bytes)."""
import os
import socket
import struct
import subprocess
import sys
import tempfile
import traceback

PROGRAM = sys.argv[1]
PLAIN_BUILD = sys.argv[2:] in ([], ["none"])
TODAY = "20261101"
SEED = ["--seed", "1", "--today", TODAY]
JPKI = "00A404 0C0A D392F000260100000001"
TEXT = "00A404 0C0A D3921000310001010408"
VISUAL = "00A404 0C0A D3921000310001010402"
COMMON = "00A404 0C0A D3921000310001010100"


def run(*args, **kwargs):
    return subprocess.run([PROGRAM, *args], capture_output=True, text=True,
                          timeout=60, check=False, **kwargs)


def expect(result, code, sentence=None):
    assert result.returncode == code, (result.returncode, result.stderr)
    if sentence is not None:
        assert result.stderr == f"inkan-card: {sentence}\n", result.stderr
    if code != 0:
        assert result.stderr.count("\n") == 1, result.stderr


class Reader:
    """A virtual reader on a port of its own."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = str(self.listener.getsockname()[1])
        self.link = None

    def accept(self):
        self.listener.settimeout(10)
        self.link, _ = self.listener.accept()
        self.link.settimeout(10)
        self.send(b"\x01")  # power on

    def send(self, data):
        self.link.sendall(struct.pack(">H", len(data)) + data)

    def receive(self):
        return self.exactly(struct.unpack(">H", self.exactly(2))[0])

    def exactly(self, count):
        data = b""
        while len(data) < count:
            part = self.link.recv(count - len(data))
            if not part:
                raise EOFError
            data += part
        return data

    def apdu(self, text):
        self.send(bytes.fromhex(text))
        answer = self.receive()
        return answer[:-2], answer[-2:].hex()

    def close(self):
        if self.link is not None:
            self.link.close()
        self.listener.close()


class Plug:
    """inkan-card plug with a reader around it."""

    def __init__(self, image, *args):
        self.reader = Reader()
        self.process = subprocess.Popen(
            [PROGRAM, "plug", image, "--port", self.reader.port, *args],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def __enter__(self):
        self.reader.accept()
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.terminate()
        self.process.communicate(timeout=10)
        self.reader.close()


_issued = {}  # arguments: image, as the same seed makes the same card


def issue(folder, *args, persona="adult", fresh=False):
    """A card of the seed in the folder; made anew only when it must be."""
    path = os.path.join(folder, f"{len(os.listdir(folder))}.card")
    key = (persona, args)
    if fresh or key not in _issued:
        expect(run("issue", "--persona", persona, "-o", path, *SEED, *args), 0)
        with open(path, "rb") as f:
            _issued[key] = f.read()
    else:
        with open(path, "wb") as f:
            f.write(_issued[key])
    return path


def run_tests(tests):
    """Runs functions of a folder; prints TAP."""
    print(f"1..{len(tests)}")
    for number, test in enumerate(tests, 1):
        with tempfile.TemporaryDirectory() as folder:
            try:
                test(folder)
                print(f"ok {number} - {test.__name__}", flush=True)
            except Exception:  # a test that fails in any way has failed
                print(f"not ok {number} - {test.__name__}")
                for line in traceback.format_exc().splitlines():
                    print("# " + line, flush=True)

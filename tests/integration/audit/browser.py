# SPDX-License-Identifier: Apache-2.0
"""A headless Chromium that is driven through its debugging pipe."""
import base64
import json
import os
import shutil
import subprocess
import time


class Browser:
    def __init__(self, folder):
        program = shutil.which('chromium')
        to_read, self.out = os.pipe()
        self.into, to_write = os.pipe()
        self.buffer = b''
        self.number = 0
        self.events = []
        # Chromium reads commands from descriptor 3 and answers on 4.
        command = (f'exec {program} --headless=new --no-sandbox --disable-gpu '
                   f'--hide-scrollbars --remote-debugging-pipe '
                   f'--user-data-dir={folder}/profile about:blank '
                   f'3<&{to_read} 4>&{to_write}')
        self.process = subprocess.Popen(
            ['bash', '-c', command], pass_fds=(to_read, to_write),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(to_write)
        self.session = None
        target = self.call('Target.createTarget', url='about:blank')
        self.session = self.call('Target.attachToTarget', flatten=True,
                                 targetId=target['targetId'])['sessionId']
        for domain in ('Page', 'Runtime', 'Log'):
            self.call(f'{domain}.enable')
        self.call('Page.setDownloadBehavior', behavior='allow',
                  downloadPath=folder)

    def receive(self):
        while b'\0' not in self.buffer:
            piece = os.read(self.into, 1 << 20)
            if not piece:
                raise EOFError('Chromium has ended')
            self.buffer += piece
        message, _, self.buffer = self.buffer.partition(b'\0')
        return json.loads(message)

    def call(self, method, **params):
        self.number += 1
        message = {'id': self.number, 'method': method, 'params': params}
        if self.session:
            message['sessionId'] = self.session
        os.write(self.out, json.dumps(message).encode() + b'\0')
        while True:
            answer = self.receive()
            if answer.get('id') == self.number:
                if 'error' in answer:
                    raise RuntimeError(answer['error']['message'])
                return answer['result']
            self.events.append(answer)

    def open(self, path):
        self.call('Emulation.setDeviceMetricsOverride', width=1300,
                  height=1500, deviceScaleFactor=1, mobile=False)
        self.call('Page.navigate', url='file://' + os.path.realpath(path))
        for _ in range(100):
            if self.ask('document.readyState') == 'complete':
                return
            time.sleep(0.05)

    def ask(self, expression):
        result = self.call('Runtime.evaluate', expression=expression,
                           returnByValue=True, awaitPromise=True)
        if 'exceptionDetails' in result:
            raise RuntimeError(result['exceptionDetails'])
        return result['result'].get('value')

    def press(self, key):
        for kind in ('keyDown', 'keyUp'):
            self.call('Input.dispatchKeyEvent', type=kind, key=key,
                      **({'text': key} if len(key) == 1 and kind == 'keyDown'
                         else {}))

    def click(self, selector):
        self.ask(f'document.querySelector({json.dumps(selector)}).click()')

    def picture(self, path):
        data = self.call('Page.captureScreenshot')['data']
        with open(path, 'wb') as f:
            f.write(base64.b64decode(data))

    def complaints(self):
        """Refusals of the content policy, and errors of the page."""
        return [e['params'] for e in self.events
                if e.get('method') in ('Log.entryAdded',
                                       'Runtime.exceptionThrown')]

    def close(self):
        try:
            self.session = None
            self.call('Browser.close')
        except (EOFError, OSError):
            pass
        self.process.wait(10)

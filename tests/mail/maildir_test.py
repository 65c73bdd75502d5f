#!/usr/bin/env python3
"""Without an SMTP server: what erasing leaves in the maildir, which is nothing.
maildir_test.py BINARIES."""

import pathlib
import sys
import tempfile
import unittest
import urllib.parse
import urllib.request

from newsroom import Newsroom, answers, wait_for

BINARIES = ''
OPERATOR = {'Authorization': 'Bearer a secret of tests, long enough'}


class MaildirTest(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix='bs-mail-')
        self.addCleanup(temporary.cleanup)
        folder = pathlib.Path(temporary.name)
        self.kept = folder / 'maildir'
        self.room = Newsroom(folder, BINARIES, 1, digest_arguments=[
            '--maildir', str(self.kept), '--mail-from', 'news@example.org'])
        self.room.__enter__()
        self.addCleanup(lambda: self.room.__exit__(None))
        self.room.start_and_wait('storage', 'recommend', 'digest-1', 'gateway')
        wait_for('pages', lambda: answers(
            f'http://127.0.0.1:{self.room.http_port}/subscribe'))

    def ask(self, method, path, form=None):
        data = None if form is None else urllib.parse.urlencode(form).encode()
        request = urllib.request.Request(
            f'http://127.0.0.1:{self.room.http_port}{path}', data, OPERATOR,
            method=method)
        with urllib.request.urlopen(request, timeout=20) as answer:
            self.assertEqual(answer.status, 200)

    def recipients(self):
        found = set()
        for file in (self.kept / 'new').iterdir():
            for line in file.read_text().splitlines():
                if line.startswith('To: '):
                    found.add(line[4:])
        return found

    def test_erased_mails_go(self):
        people = {f'{name}@example.org' for name in ('ada', 'bob', 'carl')}
        for address in people:
            self.ask('POST', '/subscribe', {
                'address': address, 'kind': 'trending', 'zone': 'UTC'})
        wait_for('mails', lambda: self.recipients() == people)
        self.ask('DELETE', '/api/v1/digest/address?address=ada@example.org')
        reader = self.room.sql('select reader_id from subscriptions '
                               "where address = 'bob@example.org'")
        self.ask('DELETE', f'/api/v1/readers/{urllib.parse.quote(reader)}')
        # It looks through the maildir when it starts, and each minute.
        self.room.kill('digest-1')
        self.room.start_and_wait('digest-1')
        wait_for('erasure',
                 lambda: self.recipients() == {'carl@example.org'}, 30)


if __name__ == '__main__':
    BINARIES = sys.argv.pop(1)
    unittest.main()

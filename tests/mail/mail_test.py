#!/usr/bin/env python3
"""What arrives at a real SMTP server, read by Python's own mail parser and
verified by dkimpy: mail_test.py BINARIES."""

import email
import email.policy
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import dkim

from newsroom import Newsroom, wait_for

BINARIES = ''


def make_keys(folder):
    def run(*command):
        subprocess.run(command, check=True, capture_output=True, cwd=folder)
    run('openssl', 'genrsa', '-traditional', '-out', 'dkim.pem', '2048')
    run('openssl', 'rsa', '-in', 'dkim.pem', '-pubout', '-out', 'dkim.pub')
    (folder / 'inbox').mkdir(exist_ok=True)
    run('openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days',
        '2', '-subj', '/CN=localhost', '-addext',
        'subjectAltName=IP:127.0.0.1', '-keyout', 'inbox/key.pem', '-out',
        'inbox/cert.pem')
    (folder / 'password').write_text('secret\n')


class MailTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory(prefix='bs-mail-')
        folder = pathlib.Path(cls.temporary.name)
        make_keys(folder)
        cls.public = ''.join(
            (folder / 'dkim.pub').read_text().splitlines()[1:-1])
        cls.room = Newsroom(
            folder, BINARIES, 1, ['--auth'],
            ['--smtp-ca', str(folder / 'inbox/cert.pem'),
             '--smtp-user', 'digest',
             '--smtp-password-file', str(folder / 'password'),
             '--dkim-domain', 'example.org', '--dkim-selector', 'news',
             '--dkim-key-file', str(folder / 'dkim.pem'),
             '--mail-from', 'news@example.org', '--first-retry', '1s',
             '--unsubscribe-mailbox', 'off@example.org',
             '--poll', '100ms'])
        cls.room.__enter__()
        room = cls.room
        room.start_and_wait('storage')
        room.add_papers(40)
        for prefix in ('reader', 'refuse', 'later'):
            room.subscribe(2, prefix)
        room.start_and_wait('recommend', 'smtp', 'digest-1')
        try:
            wait_for('the mails', lambda: room.sql(
                "select count(*) from mails where state > 2") == '6', 60)
        except TimeoutError:
            print(room.sql('select address, state, tries, answer from mails'))
            room.__exit__(TimeoutError)
            raise

    @classmethod
    def tearDownClass(cls):
        cls.room.__exit__(None)
        cls.temporary.cleanup()

    def mails(self, prefix):
        found = []
        for path in self.room.inbox.glob('*.eml'):
            raw = path.read_bytes()
            head, raw = raw.split(b'\n', 3)[:3], raw.split(b'\n', 3)[3]
            if head[1].startswith(b'X-To: ' + prefix.encode()):
                found.append((raw, head))
        return found

    def test_comes_over_tls_with_all_headers(self):
        raw, head = self.mails('reader1@')[0]
        self.assertEqual(head[2], b'X-Tls: True')
        self.assertEqual(head[0], b'X-From: news@example.org')
        mail = email.message_from_bytes(raw, policy=email.policy.default)
        self.assertEqual(mail.defects, [])
        self.assertEqual(mail['From'].addresses[0].addr_spec,
                         'news@example.org')
        self.assertEqual(mail['To'].addresses[0].addr_spec,
                         'reader1@example.org')
        self.assertIn('and 9 more papers', mail['Subject'])
        self.assertIn('über Größe & 大きさ', mail['Subject'])
        self.assertIsNotNone(mail['Date'].datetime.tzinfo)
        self.assertRegex(mail['Message-Id'],
                         r'^<\d{4}-\d\d-\d\d\.[0-9a-f]{24}\.digest@example')
        self.assertEqual(mail['Mime-Version'], '1.0')
        self.assertEqual(mail['List-Id'], '<digest.example.org>')
        self.assertRegex(
            mail['List-Unsubscribe'],
            r'^<http://[^>]+/mail/[\w=-]+>, <mailto:off@example.org>$')
        self.assertEqual(mail['List-Unsubscribe-Post'],
                         'List-Unsubscribe=One-Click')
        self.assertEqual(mail['Auto-Submitted'], 'auto-generated')

    def test_has_text_and_html_of_the_same_papers(self):
        raw, _ = self.mails('reader1@')[0]
        mail = email.message_from_bytes(raw, policy=email.policy.default)
        parts = [part.get_content_type() for part in mail.iter_parts()]
        self.assertEqual(parts, ['text/plain', 'text/html'])
        text = mail.get_body(('plain',)).get_content()
        html = mail.get_body(('html',)).get_content()
        self.assertIn('über Größe & 大きさ', text)
        self.assertIn('über Größe &amp; 大きさ', html)
        self.assertEqual(text.count('Save: http'), 10)
        self.assertEqual(html.count('>Save</a>'), 10)
        self.assertNotIn('<script', html)
        self.assertNotIn('<img', html)
        self.assertTrue(all(len(line) <= 998 for line in raw.split(b'\r\n')))
        self.assertNotIn(b'\n', raw.replace(b'\r\n', b''))

    def test_is_signed(self):
        record = f'v=DKIM1; k=rsa; p={self.public}'.encode()
        for raw, _ in self.mails('reader'):
            self.assertTrue(dkim.verify(raw, dnsfunc=lambda *a, **k: record))
            signed = re.search(rb'[\s;]h=([^;]+);', raw).group(1).lower()
            for name in (b'list-unsubscribe', b'list-unsubscribe-post', b'from',
                         b'list-id', b'message-id', b'subject', b'date'):
                self.assertIn(name, re.split(rb'[:\s]+', signed))
            altered = raw.replace(b'/mail/', b'/evil/', 1)
            self.assertFalse(
                dkim.verify(altered, dnsfunc=lambda *a, **k: record))

    def test_what_is_deferred_comes_later(self):
        self.assertEqual(len(self.mails('later')), 2)
        self.assertEqual(self.room.sql(
            "select distinct tries from mails where address like 'later%'"),
            '2')

    def test_who_is_refused_is_suppressed(self):
        self.assertEqual(self.mails('refuse'), [])
        self.assertEqual(self.room.sql(
            "select count(*) from suppressions where reason = 1"), '2')

    def test_z_repeats_no_paper(self):
        # First the mails: else the issue of today is taken to be sent already.
        self.room.sql("update mails set issue = '2001-01-01'")
        self.room.sql("update subscriptions set next_at = now() - "
                      "interval '1 minute'")
        wait_for('the next issue', lambda: self.room.sql(
            "select count(*) from mails where state = 3 and "
            "issue > '2002' and address like 'reader%'") == '2')
        for number in (1, 2):
            bodies = [email.message_from_bytes(raw).get_payload(0).get_payload(
                decode=True).decode() for raw, _ in
                      self.mails(f'reader{number}@')]
            titles = [set(re.findall(r'Paper number \d+', body))
                      for body in bodies]
            self.assertEqual(len(titles), 2)
            self.assertFalse(titles[0] & titles[1])


if __name__ == '__main__':
    BINARIES = sys.argv.pop(1)
    unittest.main()

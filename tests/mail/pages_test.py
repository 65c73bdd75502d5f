#!/usr/bin/env python3
"""Subscribing and what the links of mails do, over HTTP and a real SMTP server:
pages_test.py BINARIES."""

import email
import email.policy
import pathlib
import re
import sys
import tempfile
import unittest
import urllib.error
import urllib.parse
import urllib.request

from newsroom import Newsroom, answers, wait_for

BINARIES = ''


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class PagesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory(prefix='bs-mail-')
        cls.room = Newsroom(
            pathlib.Path(cls.temporary.name), BINARIES, 1,
            digest_arguments=['--no-smtp-tls', '--poll', '100ms',
                              '--mail-from', 'news@example.org'])
        room = cls.room.__enter__()
        try:
            room.start_and_wait('storage')
            room.add_papers(40)
            room.start_and_wait('recommend', 'smtp', 'digest-1', 'gateway')
            wait_for('pages', lambda: answers(
                f'http://127.0.0.1:{room.http_port}/subscribe'))
        except Exception:
            room.__exit__(Exception)
            raise

    @classmethod
    def tearDownClass(cls):
        cls.room.__exit__(None)
        cls.temporary.cleanup()

    def ask(self, url, form=None, headers=None):
        if url.startswith('/'):
            url = f'http://127.0.0.1:{self.room.http_port}{url}'
        data = None if form is None else urllib.parse.urlencode(form).encode()
        request = urllib.request.Request(url, data, headers or {})
        opener = urllib.request.build_opener(Stay)
        try:
            with opener.open(request, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def mails(self, address):
        found = []
        for path in self.room.inbox.glob('*.eml'):
            raw = path.read_bytes()
            if raw.split(b'\n')[1] != b'X-To: ' + address.encode():
                continue
            found.append(email.message_from_bytes(
                raw.split(b'\n', 3)[3], policy=email.policy.default))
        return found

    def mail(self, address, number=1):
        wait_for(f'mail {number} to {address}',
                 lambda: len(self.mails(address)) >= number, 60)
        return next(mail for mail in self.mails(address)
                    if (number == 1) == ('confirm' in mail['Subject']))

    def state(self, address):
        return self.room.sql(
            f"select state from subscriptions where address = '{address}'")

    def subscribe(self, address):
        status, page = self.ask('/subscribe', {
            'address': address, 'kind': 'trending', 'hour': '7',
            'zone': 'Europe/Berlin', 'categories': 'cs.CL', 'papers': '5'})
        self.assertEqual(status, 200, page)
        text = self.mail(address).get_body(('plain',)).get_content()
        return re.search(r'http://\S+/subscribe/confirm/\S+', text).group()

    def subscribed(self, address):
        """An address with its first issue; the links of that."""
        self.assertEqual(self.ask(self.subscribe(address), {})[0], 200)
        self.room.sql(f"""update subscriptions set fence = fence + 1,
            next_at = now() - interval '1 minute' where address = '{address}'
            and next_at > '1971-01-01'""")
        wait_for('the first slot', lambda: self.room.sql(f"""
            update subscriptions set fence = fence + 1,
            next_at = now() - interval '1 minute' where address = '{address}'
            and next_at > now() returning 1""") or
            len(self.mails(address)) > 1)
        return self.mail(address, 2)

    def test_a_confirmation_needs_the_button(self):
        link = self.subscribe('ada@example.org')
        self.assertEqual(self.state('ada@example.org'), '1')
        for _ in range(3):
            status, page = self.ask(link)
            self.assertEqual(status, 200)
            self.assertIn('<button class="primary">Confirm</button>', page)
        self.assertEqual(self.state('ada@example.org'), '1')
        status, page = self.ask(link, {})
        self.assertEqual(status, 200, page)
        self.assertIn('Your subscription is confirmed.', page)
        self.assertIn('value="Europe/Berlin"', page)
        self.assertEqual(self.state('ada@example.org'), '2')
        self.assertEqual(self.ask(link[:-3] + 'xyz', {})[0], 404)

    def test_says_the_same_of_known_and_unknown_addresses(self):
        pages = [self.ask('/subscribe', {'address': 'bob@example.org'})
                 for _ in range(5)]
        self.assertEqual({status for status, _ in pages}, {200})
        wait_for('mails', lambda: self.mails('bob@example.org'))
        self.assertLessEqual(len(self.mails('bob@example.org')), 3)
        self.assertEqual(self.ask('/subscribe', {'address': 'nobody'})[0], 400)

    def test_scanners_change_nothing_and_one_click_unsubscribes(self):
        mail = self.subscribed('eve@example.org')
        html = mail.get_body(('html',)).get_content()
        links = set(re.findall(r'href="(http://127[^"]+)"', html))
        links.add(re.search('<(http[^>]+)>', mail['List-Unsubscribe']).group(1))
        self.assertGreater(len(links), 12)
        before = self.everything()
        for link in links:
            status, _ = self.ask(link.replace('&amp;', '&'))
            self.assertIn(status, (200, 404) if '/papers/' in link else (200,),
                          link)
        self.assertEqual(self.everything(), before)
        url = re.search('<(http[^>]+)>', mail['List-Unsubscribe']).group(1)
        status, _ = self.ask(url, {'List-Unsubscribe': 'One-Click'},
                             {'User-Agent': 'provider'})
        self.assertEqual(status, 200)
        self.assertEqual(self.state('eve@example.org'), '4')
        self.assertEqual(self.ask(url, {'List-Unsubscribe': 'One-Click'})[0],
                         200)

    def everything(self):
        return self.room.sql("""
            select (select count(*) from events),
                   (select count(*) from mail_clicks),
                   (select string_agg(id || state || revision, ',' order by id)
                    from subscriptions)""")

    def test_votes_saves_and_counts_clicks_once(self):
        mail = self.subscribed('sam@example.org')
        text = mail.get_body(('plain',)).get_content()
        save = re.search(r'Save: (\S+)', text).group(1)
        vote = re.search(r'Vote: (\S+)', text).group(1)
        opened = re.search(r'\n(http://\S+/mail/\S+)', text).group(1)
        for link in (save, vote):
            for _ in range(2):
                status, page = self.ask(link, {})
                self.assertEqual(status, 200)
                self.assertRegex(page, r'<a [^>]*href="/papers/[^"]+">To the')
        for _ in range(2):
            self.assertEqual(self.ask(opened, {})[0], 303)
        self.assertEqual(self.room.sql(
            "select count(*) from events where kind in (5, 7, 3)"), '3')
        self.assertEqual(self.room.sql('select count(*) from mail_clicks'),
                         '1')
        status, page = self.ask('/digest', headers={
            'Authorization': 'Bearer a secret of tests, long enough'})
        self.assertEqual(status, 200, page)
        self.assertIn('<meter', page)

    def test_the_report_is_for_the_operator(self):
        self.assertEqual(self.ask('/digest')[0], 401)


if __name__ == '__main__':
    BINARIES = sys.argv.pop(1)
    unittest.main()

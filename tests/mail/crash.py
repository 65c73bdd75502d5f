#!/usr/bin/env python3
"""Does everybody get exactly one mail, whatever dies?

crash.py BINARIES [--subscriptions N] [--kills N] [--digests N] [--seed N]

Kills digests, storage and the SMTP server with SIGKILL at random moments while
they send one issue, starts them again, and counts what arrived: each confirmed
subscriber has the mail; one that came twice came with one Message-ID and with a
doubt in the ledger; nobody unconfirmed or unsubscribed has any.
"""

import argparse
import collections
import email
import random
import tempfile
import time

from newsroom import Newsroom, wait_for

OTHERS = 200


def arrived(room):
    """Message-IDs by recipient, with how often each came."""
    mails = collections.defaultdict(collections.Counter)
    for path in room.inbox.glob('*.eml'):
        with open(path, 'rb') as file:
            headers = email.message_from_bytes(file.read(4096))
        mails[headers['X-To']][headers['Message-Id']] += 1
    return mails


def open_work(room):
    return int(room.sql("""select
        (select count(*) from mails where state <= 2) +
        (select count(*) from subscriptions
         where state = 2 and next_at <= now())"""))


def let_things_die(room, kills, generator):
    victims = ['storage', 'smtp', *room.digests, *room.digests]
    for _ in range(kills):
        time.sleep(generator.uniform(0.2, 2.0))
        victim = generator.choice(victims)
        room.kill(victim)
        time.sleep(generator.uniform(0, 0.5))
        room.start(victim)


def check(room, count):
    mails = arrived(room)
    doubts = dict(
        line.split('|') for line in room.sql(
            "select address, sum(doubts) from mails group by address"
        ).splitlines())
    wrong, twice = [], 0
    for number in range(1, count + 1):
        address = f'reader{number}@example.org'
        ids = mails.pop(address, {})
        copies = sum(ids.values())
        twice += copies - 1 if copies else 0
        if len(ids) != 1 or copies - 1 > int(doubts.get(address, 0)):
            wrong.append((address, dict(ids), doubts.get(address)))
    wrong += [(address, 'got a mail') for address in mails]
    total = sum(int(value) for value in doubts.values())
    return wrong, twice, total


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('binaries')
    parser.add_argument('--subscriptions', type=int, default=300)
    parser.add_argument('--kills', type=int, default=8)
    parser.add_argument('--digests', type=int, default=3)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--patience', type=int, default=240)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix='bs-mail-') as folder, Newsroom(
            folder, options.binaries, options.digests,
            digest_arguments=['--mail-lease', '4s', '--smtp-timeout', '2s',
                              '--first-retry', '1s', '--no-smtp-tls',
                              '--poll', '200ms']) as room:
        room.start_and_wait('storage')
        room.add_papers(50)
        room.subscribe(options.subscriptions)
        room.subscribe(OTHERS, 'unconfirmed', 1)
        room.subscribe(OTHERS, 'ended', 4)
        room.start_and_wait('recommend', 'smtp', *room.digests)
        began = time.monotonic()
        let_things_die(room, options.kills, random.Random(options.seed))
        wait_for('all mails', lambda: open_work(room) == 0, options.patience)
        seconds = time.monotonic() - began
        wrong, twice, doubts = check(room, options.subscriptions)
        print(f'{options.subscriptions} subscriptions, {options.kills} kills, '
              f'{seconds:.0f} s: {twice} mails came twice, {doubts} doubts, '
              f'{len(wrong)} wrong')
        for one in wrong[:20]:
            print('  wrong:', one)
        return 1 if wrong else 0


if __name__ == '__main__':
    raise SystemExit(main())

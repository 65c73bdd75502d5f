#!/usr/bin/env python3
"""Mails a second and CPU a mail, beside a bare loop that signs and sends the
same bytes to the same server: bench.py BINARIES [MAILS]."""

import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

from newsroom import Newsroom, wait_for

TICK = os.sysconf('SC_CLK_TCK')


def cpu_seconds(process):
    stat = pathlib.Path(f'/proc/{process.pid}/stat').read_text()
    fields = stat.rsplit(')', 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def peak_memory(process):
    status = pathlib.Path(f'/proc/{process.pid}/status').read_text()
    line = next(one for one in status.splitlines() if 'VmHWM' in one)
    return int(line.split()[1]) // 1024


def main():
    binaries = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 3000
    with tempfile.TemporaryDirectory(prefix='bs-mail-') as folder:
        key = pathlib.Path(folder) / 'dkim.pem'
        subprocess.run(['openssl', 'genrsa', '-traditional', '-out', key,
                        '2048'], check=True, capture_output=True)
        with Newsroom(folder, binaries, 1, digest_arguments=[
                '--no-smtp-tls', '--dkim-domain', 'example.org',
                '--dkim-selector', 'news', '--dkim-key-file', str(key),
                '--mail-from', 'news@example.org', '--poll', '100ms']) as room:
            room.start_and_wait('storage')
            room.add_papers(50)
            room.subscribe(count)
            room.start_and_wait('recommend', 'digest-1')
            chosen = 'select count(*) from mails'
            wait_for('all choices', lambda: room.sql(chosen) == str(count), 600)
            # The server is not there yet: what waits is tried again.
            room.sql("update mails set due_at = now(), state = 1")
            before = cpu_seconds(room.processes['digest-1'])
            room.start_and_wait('smtp')
            room.sql("update mails set due_at = now() where state = 1")
            began = time.monotonic()
            wait_for('all mails', lambda: room.sql(
                'select count(*) from mails where state <= 2') == '0', 600)
            seconds = time.monotonic() - began
            cpu = cpu_seconds(room.processes['digest-1']) - before
            memory = peak_memory(room.processes['digest-1'])
            print(f'digest: {count / seconds:.0f} mails/s, '
                  f'{1e6 * cpu / count:.0f} us of CPU a mail, '
                  f'{memory} MiB at most')
            used = resource.getrusage(resource.RUSAGE_CHILDREN)
            began = time.monotonic()
            subprocess.run([room.binaries / 'broadsheet-bare-sender',
                            f'smtp://127.0.0.1:{room.smtp_port}', key,
                            room.inbox, '4'], check=True, capture_output=True)
            seconds = time.monotonic() - began
            now = resource.getrusage(resource.RUSAGE_CHILDREN)
            cpu = (now.ru_utime + now.ru_stime - used.ru_utime -
                   used.ru_stime)
            print(f'bare loop: {count / seconds:.0f} mails/s, '
                  f'{1e6 * cpu / count:.0f} us of CPU a mail')


if __name__ == '__main__':
    main()

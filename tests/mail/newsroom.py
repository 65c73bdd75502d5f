"""The processes behind digests, on free ports, with a cluster of their own."""

import os
import pathlib
import signal
import socket
import subprocess
import sys
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PATIENCE = 120


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(('127.0.0.1', 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def wait_for(what, condition, patience=PATIENCE):
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.1)
    raise TimeoutError(f'waited {patience} s for {what}')


def reachable(port):
    with socket.socket() as probe:
        return probe.connect_ex(('127.0.0.1', port)) == 0


def answers(url):
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


class Newsroom:
    """PostgreSQL, storage, recommend, an SMTP server and digests."""

    def __init__(self, folder, binaries, digests=1, smtp_arguments=(),
                 digest_arguments=()):
        self.folder = pathlib.Path(folder)
        self.binaries = pathlib.Path(binaries)
        self.processes = {}
        self.commands = {}
        self.inbox = self.folder / 'inbox'
        self.inbox.mkdir(parents=True, exist_ok=True)
        (self.folder / 'secret').write_text('a secret of tests, long enough\n')
        os.chmod(self.folder / 'secret', 0o600)
        self.smtp_port = free_ports(1)[0]
        self.smtp_arguments = list(smtp_arguments)
        self.digest_arguments = list(digest_arguments)
        self.digests = [f'digest-{i + 1}' for i in range(digests)]
        names = ['storage', 'recommend', *self.digests, 'gateway', 'ingest']
        ports = free_ports(2 * len(names) + 1)
        self.http_port = ports.pop()
        self.ports = {name: (ports.pop(), ports.pop()) for name in names}
        self.conninfo = ''

    def __enter__(self):
        started = subprocess.run(
            [ROOT / 'deploy/postgres.sh', 'start', self.folder / 'postgres'],
            check=True, capture_output=True, text=True)
        self.conninfo = started.stdout.strip().splitlines()[-1]
        return self

    def __exit__(self, failure, *_):
        for log in self.folder.glob('*.log') if failure else ():
            print(log.name, log.read_text()[-2000:], file=sys.stderr)
        for process in self.processes.values():
            self._end(process)
        subprocess.run(
            [ROOT / 'deploy/postgres.sh', 'remove', self.folder / 'postgres'],
            check=False, capture_output=True)

    @staticmethod
    def _end(process):
        """By a kill; under AddressSanitizer in order, so that it finds leaks."""
        if 'ASAN_OPTIONS' in os.environ:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                pass
        process.kill()
        process.wait()

    def address(self, name):
        return f'127.0.0.1:{self.ports[name][0]}'

    def _flags(self, name):
        flags = ['--listen', self.address(name), '--metrics-listen',
                 f'127.0.0.1:{self.ports[name][1]}']
        secret = ['--secret-file', str(self.folder / 'secret')]
        if name == 'storage':
            return flags + ['--database', self.conninfo,
                            '--snapshot-dir', str(self.folder)]
        if name == 'recommend':
            return flags + secret + ['--storage', self.address('storage'),
                                     '--no-editor']
        if name == 'gateway':
            return flags + secret + [
                '--storage', self.address('storage'),
                '--recommend', self.address('recommend'),
                '--digest', self.address('digest-1'),
                '--operator-token-file', str(self.folder / 'secret'),
                '--http-listen', f'127.0.0.1:{self.http_port}']
        smtp = ['--smtp', f'smtp://127.0.0.1:{self.smtp_port}']
        if '--maildir' in self.digest_arguments:
            smtp = []
        return flags + secret + smtp + [
            '--storage', self.address('storage'),
            '--recommend', self.address('recommend'),
            '--site', f'http://127.0.0.1:{self.http_port}', '--zone', 'UTC',
            *self.digest_arguments]

    def start(self, name):
        if name == 'smtp':
            command = [sys.executable, HERE / 'smtp_server.py',
                       str(self.smtp_port), self.inbox, *self.smtp_arguments]
        else:
            program = f'broadsheet-{name.split("-")[0]}'
            command = [self.binaries / program, *self._flags(name)]
        with open(self.folder / f'{name}.log', 'ab') as log:
            self.processes[name] = subprocess.Popen(command, stdout=log,
                                                    stderr=log)

    def ready(self, name):
        if name == 'smtp':
            return reachable(self.smtp_port)
        return answers(f'http://127.0.0.1:{self.ports[name][1]}/readyz')

    def start_and_wait(self, *names):
        for name in names:
            self.start(name)
            wait_for(name, lambda name=name: self.ready(name))

    def kill(self, name):
        self.processes[name].send_signal(signal.SIGKILL)
        self.processes[name].wait()

    def sql(self, statement):
        return subprocess.run(
            ['psql', '-X', '-q', '-A', '-t', '-d', self.conninfo, '-c',
             statement], check=True, capture_output=True, text=True
        ).stdout.strip()

    def add_papers(self, count):
        self.sql(f"""
            insert into papers (id, title, abstract, authors, categories,
                                announced, first_seen)
            select '2601.' || lpad(i::text, 5, '0'),
                   'Paper number ' || i || ' über Größe & 大きさ',
                   'We study object ' || i || '. It is found to be good.',
                   array['Ada Lovelace', 'Alan Turing'], array['cs.CL'],
                   current_date - i % 5, now()
            from generate_series(1, {count}) as i""")

    def subscribe(self, count, prefix='reader', state=2):
        """Rows as a confirmed subscription has them, all due at once."""
        self.sql(f"""
            insert into subscriptions (id, address, reader_id, state, settings,
                next_at, claimed_until, fence, created_at, confirmed_at,
                revision)
            select md5('{prefix}' || i)::text::varchar(24),
                   '{prefix}' || i || '@example.org',
                   'mail:' || md5('{prefix}' || i), {state}, '',
                   now() - interval '1 minute', '-infinity', 0, now(), now(), 1
            from generate_series(1, {count}) as i""")

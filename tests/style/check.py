#!/usr/bin/env python3
"""Rules of the house that no compiler checks: check.py ROOT.

Prints FILE:LINE: RULE for each breach; exit code 1 when there is any.
"""

import pathlib
import re
import subprocess
import sys

MAX_LINES = 600
MAX_COLUMNS = 80
MAX_MAIN_LINES = 80
HOUSES = ('storage', 'ingest', 'recommend', 'gateway', 'digest', 'cli')
INCLUDE = re.compile(r'#include [<"]([^>"]+)[>"]')
# Libraries that stay in one house: (prefix of the header, houses, why).
OWNED = (
    ('pqxx', ('storage',), 'only storage/ speaks to PostgreSQL'),
    ('libpq', ('storage', 'tests'),
     'only storage/ speaks to PostgreSQL; benchmarks stand beside it'),
    ('boost/beast', ('gateway', 'common', 'tests'),
     'HTTP servers: gateway/, common/; benchmarks stand beside them'),
    ('curl/', ('common', 'digest', 'tests'),
     'the HTTP client is common/http_client/, the SMTP one is in digest/'),
    ('ctemplate/', ('gateway', 'digest'), 'pages are rendered in gateway/'),
    ('gmime/', ('digest',), 'mails are written in digest/'),
    ('opendkim/', ('digest',), 'mails are signed in digest/'),
)


def tracked_files(root):
    """Files under version control; all of them where there is no git."""
    listing = subprocess.run(
        ['git', '-c', f'safe.directory={root}', '-C', root, 'ls-files', '-z',
         '--cached', '--others', '--exclude-standard'],
        capture_output=True, text=True, check=False)
    if listing.returncode == 0:
        names = [name for name in listing.stdout.split('\0') if name]
    else:
        names = [str(path.relative_to(root)) for path in root.rglob('*')
                 if 'build' not in path.parts]
    return sorted(name for name in names if (root / name).is_file())


def check_lines(name, lines):
    if len(lines) > MAX_LINES:
        yield 1, f'has {len(lines)} lines; at most {MAX_LINES} are allowed'
    if name.endswith('main.cc') and len(lines) >= MAX_MAIN_LINES:
        yield 1, f'a main.cc has less than {MAX_MAIN_LINES} lines'
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_COLUMNS:
            yield number, f'is longer than {MAX_COLUMNS} columns'


def check_guard(name, lines):
    guard = re.sub(r'[^A-Z0-9]', '_', name.upper())
    expected = f'#ifndef BROADSHEET_{guard}_'
    if name.endswith('.h') and expected not in lines:
        yield 1, f'lacks the include guard: {expected}'


def check_include(house, header):
    """The rule that an include of `header` in `house` breaks, or None."""
    for prefix, owners, why in OWNED:
        if header.startswith(prefix) and house not in owners:
            return why
    other = header.split('/')[0]
    if other in HOUSES and other != house and house != 'tests':
        return f'{house}/ reaches {other}/ only through its stub'
    return None


def check_includes(name, lines):
    house = name.split('/')[0]
    for number, line in enumerate(lines, 1):
        match = INCLUDE.match(line)
        rule = check_include(house, match.group(1)) if match else None
        if rule:
            yield number, f'includes {match.group(1)}: {rule}'


def check_file(name, text):
    lines = text.split('\n')[:-1] if text.endswith('\n') else text.split('\n')
    for check in (check_lines, check_guard, check_includes):
        yield from check(name, lines)


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    breaches = 0
    files = [name for name in tracked_files(root)
             if name.endswith(('.h', '.cc'))]
    for name in files:
        text = (root / name).read_text(encoding='utf-8')
        for number, rule in check_file(name, text):
            print(f'{name}:{number}: {rule}')
            breaches += 1
    print(f'{len(files)} files, {breaches} breaches')
    return 1 if breaches or not files else 0


if __name__ == '__main__':
    sys.exit(main())

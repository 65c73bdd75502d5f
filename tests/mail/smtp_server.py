#!/usr/bin/env python3
"""An SMTP server that keeps what it takes: smtp_server.py PORT FOLDER.

Each mail is on disk (FOLDER/ID.eml, with its envelope in front) before the
server says that it has it. Addresses decide what else happens: refuse@... is
refused for good, later@... the first time. With FOLDER/cert.pem and key.pem it
offers STARTTLS, and with --auth it asks for a user "digest", password "secret".
"""

import argparse
import asyncio
import os
import pathlib
import ssl
import uuid

from aiosmtpd.smtp import SMTP, AuthResult


class Keeper:
    """Takes mails; decides by the address."""

    def __init__(self, folder):
        self.folder = folder
        self.deferred = set()

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        if address.startswith('refuse'):
            return '550 5.1.1 no such user'
        if address.startswith('later') and address not in self.deferred:
            self.deferred.add(address)
            return '451 4.3.0 try again'
        envelope.rcpt_tos.append(address)
        return '250 OK'

    async def handle_DATA(self, _server, session, envelope):
        name = uuid.uuid4().hex
        head = (f'X-From: {envelope.mail_from}\n'
                f'X-To: {",".join(envelope.rcpt_tos)}\n'
                f'X-Tls: {session.ssl is not None}\n').encode()
        new = self.folder / f'{name}.new'
        new.write_bytes(head + envelope.original_content)
        os.rename(new, self.folder / f'{name}.eml')
        return '250 kept as ' + name


def authenticate(_server, _session, _envelope, _mechanism, data):
    good = data.login == b'digest' and data.password == b'secret'
    return AuthResult(success=good)


def make_factory(folder, auth):
    context = None
    if (folder / 'cert.pem').exists():
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(folder / 'cert.pem', folder / 'key.pem')
    keeper = Keeper(folder)
    return lambda: SMTP(keeper, hostname='localhost', tls_context=context,
                        require_starttls=context is not None,
                        auth_required=auth, authenticator=authenticate,
                        ident='kept')


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('port', type=int)
    parser.add_argument('folder', type=pathlib.Path)
    parser.add_argument('--auth', action='store_true')
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    server = await asyncio.get_running_loop().create_server(
        make_factory(options.folder, options.auth), '127.0.0.1', options.port)
    await server.serve_forever()


if __name__ == '__main__':
    asyncio.run(main())

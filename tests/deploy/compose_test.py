#!/usr/bin/env python3
"""Do docker-compose.yml and the Dockerfiles keep our rules? Needs no engine.

compose_test.py ROOT PROGRAM_FOLDER. Exit code 77: python3-yaml is missing.
"""

import pathlib
import re
import subprocess
import sys
import unittest

try:
    import yaml
except ImportError:
    print('skipped: python3-yaml is missing')
    sys.exit(77)

ROOT = pathlib.Path(sys.argv[1])
PROGRAMS = pathlib.Path(sys.argv[2])
BASE = 'debian:trixie-slim'
# What both docker-compose 1.29 and compose v2 know, as far as we use it.
KEYS = {'build', 'cap_drop', 'command', 'cpu_shares', 'depends_on',
        'environment', 'healthcheck', 'image', 'init', 'logging',
        'network_mode', 'networks', 'ports', 'pull_policy', 'read_only',
        'restart', 'security_opt', 'shm_size', 'stop_grace_period', 'tmpfs',
        'volumes'}
ONE_SHOT = {'secrets', 'sample'}
# Services of ours, and whose program they run.
PROGRAM_OF = {'storage': 'storage', 'ingest': 'ingest',
              'recommend': 'recommend', 'trainer': 'recommend',
              'digest': 'digest', 'gateway': 'gateway'}
OWN_PROGRAM = set(PROGRAM_OF)
ADDRESSES = {'BROADSHEET_STORAGE', 'BROADSHEET_INGEST', 'BROADSHEET_RECOMMEND',
             'BROADSHEET_TRAINER', 'BROADSHEET_DIGEST',
             'BROADSHEET_SERVER'}
# Volumes.
SECRETS = {'operator', 'secrets', 'database-secrets'}
SECRET = re.compile(r'TOKEN|SECRET|PASSWORD')


def seconds(text):
    """'30s' or '2m'."""
    number, unit = re.fullmatch(r'(\d+)([sm])', text).groups()
    return int(number) * {'s': 1, 'm': 60}[unit]


def instructions(dockerfile):
    """(name, arguments) of each instruction, continued lines joined."""
    text = re.sub(r'\\\n\s*', '', dockerfile.read_text(encoding='utf-8'))
    for line in text.split('\n'):
        if line and not line.startswith('#'):
            name, arguments = line.split(None, 1)
            yield name, arguments


def variables(program, role=()):
    """The environment variables that a program's --help names."""
    text = subprocess.run([PROGRAMS / program, *role, '--help'], check=True,
                          capture_output=True, text=True).stdout
    return set(re.findall(r'BROADSHEET_[A-Z0-9_]+', text))


class ComposeTest(unittest.TestCase):
    """docker-compose.yml."""

    def setUp(self):
        text = (ROOT / 'docker-compose.yml').read_text(encoding='utf-8')
        self.file = yaml.safe_load(text)
        self.services = self.file['services']
        self.lasting = {name: service
                        for name, service in self.services.items()
                        if name not in ONE_SHOT}

    def mounts(self):
        """(service, mount) of every volume."""
        for name, service in self.services.items():
            for mount in service.get('volumes', []):
                yield name, mount

    def settings(self):
        """(service, variable, value) of every environment."""
        for name, service in self.services.items():
            for variable, value in service.get('environment', {}).items():
                yield name, variable, value

    def test_has_every_service(self):
        self.assertEqual(set(self.services),
                         ONE_SHOT | OWN_PROGRAM | {'postgres'})

    def test_lets_readers_go_first(self):
        patient = {name for name, service in self.services.items()
                   if service.get('cpu_shares') == 128}
        self.assertEqual(patient, {'ingest', 'trainer'})

    def test_uses_only_what_old_and_new_compose_know(self):
        self.assertNotIn('version', self.file)
        for name, service in self.services.items():
            with self.subTest(name):
                self.assertLessEqual(set(service), KEYS)

    def test_publishes_the_web_port_and_grpc_on_loopback_only(self):
        published = {name: service['ports']
                     for name, service in self.services.items()
                     if 'ports' in service}
        self.assertEqual(published, {'gateway': [
            '${BROADSHEET_PORT:-8080}:8080',
            '127.0.0.1:${BROADSHEET_GRPC_PORT:-8090}:8090']})

    def test_every_container_is_read_only_and_without_privileges(self):
        for name, service in self.services.items():
            with self.subTest(name):
                self.assertIs(service['read_only'], True)
                self.assertIs(service['init'], True)
                self.assertEqual(service['cap_drop'], ['ALL'])
                self.assertEqual(service['security_opt'],
                                 ['no-new-privileges:true'])
                for mount in service['tmpfs']:
                    self.assertIn('size=', mount)

    def test_nothing_of_the_host_is_mounted(self):
        for service, mount in self.mounts():
            if ':' in mount:  # Else it is the container's own.
                self.assertIn(mount.split(':')[0], self.file['volumes'],
                              service)

    def test_only_their_maker_writes_secrets(self):
        for service, mount in self.mounts():
            if mount.split(':')[0] in SECRETS and service != 'secrets':
                self.assertTrue(mount.endswith(':ro'), (service, mount))

    def test_who_sees_a_secret_needs_it(self):
        seen = {volume: {service for service, mount in self.mounts()
                         if mount.split(':')[0] == volume} - {'secrets'}
                for volume in SECRETS}
        self.assertEqual(seen, {'operator': {'gateway', 'sample'},
                                'secrets': {'digest', 'gateway', 'recommend'},
                                'database-secrets': {'postgres', 'storage'}})

    def test_what_lasts_is_started_again_and_checked(self):
        for name, service in self.lasting.items():
            with self.subTest(name):
                self.assertEqual(service['restart'], 'unless-stopped')
                test = service['healthcheck']['test']
                self.assertEqual(test[0], 'CMD')
                if name in OWN_PROGRAM:
                    program = f'broadsheet-{PROGRAM_OF[name]}'
                    self.assertEqual(service['command'], [program])
                    self.assertEqual(test[1:], [program, '--probe'])

    def test_a_stop_waits_longer_than_drain_and_grace(self):
        for name in OWN_PROGRAM:
            service = self.services[name]
            given = service['environment']
            needed = (seconds(given['BROADSHEET_DRAIN']) +
                      seconds(given['BROADSHEET_GRACE']))
            self.assertGreater(seconds(service['stop_grace_period']), needed,
                               name)

    def test_logs_are_bounded(self):
        for name, service in self.services.items():
            with self.subTest(name):
                self.assertIn('max-size', service['logging']['options'])

    def test_secrets_come_from_files_only(self):
        for service, variable, value in self.settings():
            if SECRET.search(variable):
                self.assertTrue(value.startswith('/var/lib/broadsheet/'),
                                (service, variable))
            self.assertNotIn('password=', value, (service, variable))

    def test_every_service_listens_on_all_interfaces(self):
        for service, variable, value in self.settings():
            if variable.endswith('LISTEN'):
                self.assertTrue(value.startswith('0.0.0.0:'), service)

    def test_addresses_name_services_that_listen_there(self):
        listening = {f'{service}:{value.split(":")[1]}'
                     for service, variable, value in self.settings()
                     if variable == 'BROADSHEET_LISTEN'}
        for service, variable, value in self.settings():
            if variable in ADDRESSES:
                self.assertIn(value.removeprefix('dns:///'), listening,
                              service)

    def test_variables_are_flags_of_the_programs(self):
        command = variables('broadsheet')
        for name, service in self.services.items():
            with self.subTest(name):
                known = command | {'BROADSHEET_SAMPLE'}
                if name in OWN_PROGRAM:
                    role = ['--role=train'] if name == 'trainer' else []
                    program = f'broadsheet-{PROGRAM_OF[name]}'
                    known = command | variables(program, role)
                self.assertLessEqual(set(service.get('environment', {})), known)

    def test_each_image_is_built_by_one_service_and_never_pulled(self):
        builders = [service['image'] for service in self.services.values()
                    if 'build' in service]
        self.assertEqual(sorted(builders), sorted(set(builders)))
        for name, service in self.services.items():
            with self.subTest(name):
                self.assertIn(service['image'], builders)
                self.assertEqual(service['pull_policy'], 'never')


class TlsTest(unittest.TestCase):
    """docker-compose.tls.yml, on top of docker-compose.yml."""

    FOLDER = '/var/lib/broadsheet/tls'

    def setUp(self):
        text = (ROOT / 'docker-compose.tls.yml').read_text(encoding='utf-8')
        self.file = yaml.safe_load(text)
        self.services = self.file['services']
        self.names = OWN_PROGRAM | {'cli'}

    def test_gives_each_service_its_own_certificate_alone(self):
        self.assertEqual(set(self.services), OWN_PROGRAM | {'sample', 'certs'})
        for name, service in self.services.items():
            if name == 'certs':
                continue
            with self.subTest(name):
                owner = 'cli' if name == 'sample' else name
                self.assertEqual(service['volumes'],
                                 [f'tls-{owner}:{self.FOLDER}:ro'])
                self.assertIn('certs', service['depends_on'])
                for variable in ('CERT', 'KEY', 'CA'):
                    self.assertTrue(
                        service['environment'][f'BROADSHEET_TLS_{variable}']
                        .startswith(self.FOLDER), variable)

    def test_makes_a_certificate_for_each(self):
        self.assertEqual(
            set(self.services['certs']['volumes']),
            {f'tls-{name}:/tls/{name}' for name in self.names | {'ca'}})
        script = (ROOT / 'deploy/images/certs.sh').read_text(encoding='utf-8')
        self.assertEqual(set(script.split('"$@"', 1)[1].split()) - {'\\'},
                         self.names)

    def test_its_image_has_the_folders_that_volumes_take_their_owner_from(self):
        file = ROOT / self.services['certs']['build']['dockerfile']
        made = ' '.join(arguments for name, arguments in instructions(file)
                        if name == 'RUN').split()
        for name in self.names | {'ca'}:
            self.assertIn(f'/tls/{name}', made)


class DockerfileTest(unittest.TestCase):
    """The Dockerfiles that docker-compose.yml names."""

    def setUp(self):
        text = (ROOT / 'docker-compose.yml').read_text(encoding='utf-8')
        names = {service['build']['dockerfile']
                 for service in yaml.safe_load(text)['services'].values()
                 if 'build' in service}
        self.files = {name: list(instructions(ROOT / name)) for name in names}

    def test_there_are_two(self):
        self.assertEqual(len(self.files), 2)

    def test_every_stage_starts_from_debian_or_an_earlier_stage(self):
        for file, steps in self.files.items():
            with self.subTest(file):
                known = {BASE}
                for name, arguments in steps:
                    if name == 'FROM':
                        words = arguments.split()
                        self.assertIn(words[0], known)
                        known.add(words[-1])

    def test_the_image_runs_as_a_numbered_user(self):
        for file, steps in self.files.items():
            with self.subTest(file):
                users = [arguments for name, arguments in steps
                         if name == 'USER']
                self.assertEqual(users, ['10001:10001'])
                last_stage = max(i for i, step in enumerate(steps)
                                 if step[0] == 'FROM')
                self.assertGreater(steps.index(('USER', users[0])), last_stage)

    def test_no_step_needs_buildkit(self):
        for file, steps in self.files.items():
            with self.subTest(file):
                for _, arguments in steps:
                    self.assertFalse(arguments.startswith('--mount'), arguments)
                    self.assertNotIn('<<', arguments)

    def test_programs_start_without_a_shell(self):
        for file, steps in self.files.items():
            with self.subTest(file):
                starts = [arguments for name, arguments in steps
                          if name in ('CMD', 'ENTRYPOINT')]
                self.assertEqual(len(starts), 1)
                self.assertTrue(starts[0].startswith('['), starts[0])

    def test_no_secret_is_in_the_image(self):
        for file, steps in self.files.items():
            with self.subTest(file):
                for name, arguments in steps:
                    if name in ('ENV', 'ARG', 'LABEL'):
                        self.assertNotRegex(arguments.upper(), SECRET)

    def test_every_copied_file_exists(self):
        for file, steps in self.files.items():
            with self.subTest(file):
                for name, arguments in steps:
                    if name == 'COPY' and not arguments.startswith('--from'):
                        for source in arguments.split()[:-1]:
                            self.assertTrue((ROOT / source).exists(), source)


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])

#!/usr/bin/env python3
"""How others fare while many connections idle and some are slow:
slow_clients.py HOST:PORT GATEWAY_PID [IDLE] [SLOW].

Prints the 50th and 99th percentile of GET / without and with them, and the
server's memory.
"""

import http.client
import resource
import socket
import sys
import threading
import time

REQUESTS = 2000


def percentiles(address):
    connection = http.client.HTTPConnection(address, timeout=30)
    times = []
    for _ in range(REQUESTS):
        begin = time.monotonic()
        connection.request('GET', '/')
        response = connection.getresponse()
        response.read()
        assert response.status == 200, response.status
        times.append(time.monotonic() - begin)
    times.sort()
    return [times[len(times) * p // 100] * 1000 for p in (50, 99)]


def resident_megabytes(pid):
    with open(f'/proc/{pid}/status', encoding='ascii') as status:
        for line in status:
            if line.startswith('VmRSS'):
                return int(line.split()[1]) / 1000
    return 0


def drip(connections, stop):
    """Sends a byte of a request on each, ten times a second."""
    while not stop.is_set():
        for connection in connections:
            try:
                connection.send(b'a')
            except OSError:
                pass
        time.sleep(0.1)


def main():
    host, port = sys.argv[1].split(':')
    pid = sys.argv[2]
    idle = int(sys.argv[3]) if len(sys.argv) > 3 else 2000
    slow = int(sys.argv[4]) if len(sys.argv) > 4 else 200
    resource.setrlimit(resource.RLIMIT_NOFILE, (idle + slow + 100,) * 2)
    alone = percentiles(sys.argv[1])
    print(f'alone: p50 {alone[0]:.2f} ms, p99 {alone[1]:.2f} ms, '
          f'{resident_megabytes(pid):.0f} MB')
    held = [socket.create_connection((host, int(port)))
            for _ in range(idle + slow)]
    for connection in held[idle:]:
        connection.send(b'GET /papers?q=')
    stop = threading.Event()
    dripping = threading.Thread(target=drip, args=(held[idle:], stop))
    dripping.start()
    beside = percentiles(sys.argv[1])
    print(f'beside {idle} idle and {slow} slow: p50 {beside[0]:.2f} ms, '
          f'p99 {beside[1]:.2f} ms, {resident_megabytes(pid):.0f} MB')
    stop.set()
    dripping.join()


if __name__ == '__main__':
    main()

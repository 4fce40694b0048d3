"""Writes known-answers.json: where other clients put a key. Run on Debian 12, where the answers in the repository were made:

    apt-get install memcached libmemcached11 python3-pylibmc python3-pymemcache
    /usr/bin/python3 make-known-answers.py > known-answers.json

libmemcached (1.1.4) and pymemcache (3.5.2) are asked without servers; `pylibmc` (1.6.3) stores each key on memcacheds that run
here, and its answers are the servers on which the keys are found.
"""

import ctypes
import hashlib
import json
import subprocess
import time

import pylibmc
from pymemcache.client.base import Client
from pymemcache.client.rendezvous import RendezvousHash

KETAMA, KETAMA_WEIGHTED = 3, 16  # memcached_behavior_t

KEYS = (
    [hashlib.md5(b"%d" % i).hexdigest() for i in range(200)]
    + ["user:%d" % i for i in range(60)]
    + ["!", "~", "a", "key-with-{braces}", "k" * 55, "k" * 56, "k" * 63, "k" * 64, "k" * 119, "k" * 120, "k" * 249, "k" * 250]
    + ["ключ:%d" % i for i in range(20)]
    + ["é" * 125, "\U0001f511"]
)

library = ctypes.CDLL("libmemcached.so.11")
library.memcached_create.restype = ctypes.c_void_p
library.memcached_behavior_set.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_uint64]
library.memcached_server_add_with_weight.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint16, ctypes.c_uint32]
library.memcached_server_add_unix_socket.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
library.memcached_generate_hash.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t]
library.memcached_generate_hash.restype = ctypes.c_uint32


def host_and_port(name):
    host, port = name.rsplit(":", 1)
    return host.strip("[]"), int(port)


def by_libmemcached(behavior, servers):
    client = library.memcached_create(None)
    library.memcached_behavior_set(client, behavior, 1)
    for name, weight in servers:
        if name.startswith("/"):
            library.memcached_server_add_unix_socket(client, name.encode())
        else:
            host, port = host_and_port(name)
            library.memcached_server_add_with_weight(client, host.encode(), port, weight)
    return [library.memcached_generate_hash(client, key.encode(), len(key.encode())) for key in KEYS]


def by_pylibmc(behaviors, servers):
    running = [
        subprocess.Popen(["memcached", "-u", "nobody", "-U", "0", "-l", host, "-p", str(port)])
        for host, port in (host_and_port(name) for name, _ in servers)
    ]
    try:
        time.sleep(1)
        writer = pylibmc.Client(["%s:%d" % server for server in servers], behaviors=behaviors)
        for key in KEYS:
            writer.set(key, "x")
        found = [Client(host_and_port(name), allow_unicode_keys=True).get_many(KEYS) for name, _ in servers]
    finally:
        for process in running:
            process.kill()
    picks = [[index for index, keys in enumerate(found) if key in keys] for key in KEYS]
    assert all(len(where) == 1 for where in picks)
    return [where[0] for where in picks]


def by_pymemcache(servers):
    names = ["%s:%d" % host_and_port(name) for name, _ in servers]
    hasher = RendezvousHash(names)
    return [names.index(hasher.get_node(key)) for key in KEYS]


def even(*names):
    return [(name, 1) for name in names]


def fleet(size):
    return even(*("10.0.%d.%d:11211" % (i // 20, i % 20 + 1) for i in range(size)))


CASES = [
    ("ketama", "libmemcached", servers)
    for servers in [
        even("127.0.0.1:11211", "127.0.0.1:11212", "127.0.0.1:11213"),
        even("cache-1.example.com:11211", "cache-2.example.com:11211"),
        even("cache-1.example.com:11311", "cache-2.example.com:11311", "cache-3.example.com:11311"),
        even("[2001:db8::1]:11211", "[2001:db8::2]:11222"),
        even("/run/memcached/a.sock", "/run/memcached/b.sock"),
        [("10.0.1.1:11211", 600), ("10.0.1.2:11211", 300), ("10.0.1.3:11211", 200), ("10.0.1.4:11211", 350)],
        [("10.0.1.1:11211", 1), ("10.0.1.2:11212", 2), ("10.0.1.3:11213", 3)],
        [("10.0.1.1:11211", 1), ("10.0.1.2:11211", 1), ("10.0.1.3:11211", 1000)],
        *(fleet(size) for size in (5, 7, 10, 13, 41, 47, 50)),
    ]
] + [
    ("ketama", "pylibmc ketama_weighted", even("127.0.0.1:11211", "127.0.0.1:21212", "127.0.0.1:21213")),
    (
        "ketama",
        "pylibmc ketama_weighted",
        [("127.0.0.1:11211", 1), ("127.0.0.1:21212", 5), ("127.0.0.1:21213", 2)],
    ),
    ("ketamaUnweighted", "libmemcached", even("127.0.0.1:11211", "127.0.0.1:11212", "127.0.0.1:11213")),
    ("ketamaUnweighted", "libmemcached", fleet(10)),
    ("ketamaUnweighted", "pylibmc ketama", even("127.0.0.1:11211", "127.0.0.1:21212", "127.0.0.1:21213")),
    ("libmemcached", "pylibmc", even("127.0.0.1:11211", "127.0.0.1:21212", "127.0.0.1:21213")),
    ("rendezvous", "pymemcache", even("127.0.0.1:11211", "127.0.0.1:11212", "127.0.0.1:11213")),
    ("rendezvous", "pymemcache", even("[2001:db8::1]:11211", "[2001:db8::2]:11222")),
    ("rendezvous", "pymemcache", fleet(10)),
]


def answers(distribution, client, servers):
    if client == "libmemcached":
        return by_libmemcached(KETAMA_WEIGHTED if distribution == "ketama" else KETAMA, servers)
    if client == "pymemcache":
        return by_pymemcache(servers)
    return by_pylibmc({behavior: True for behavior in client.split()[1:]}, servers)


lines = [
    '    {\n      "distribution": %s,\n      "client": %s,\n      "servers": %s,\n      "picks": %s\n    }'
    % (
        json.dumps(distribution),
        json.dumps(client),
        json.dumps([{"name": name, "weight": weight} for name, weight in servers]),
        json.dumps(" ".join(map(str, answers(distribution, client, servers)))),
    )
    for distribution, client, servers in CASES
]
print('{\n  "madeBy": "make-known-answers.py",\n  "keys": %s,\n  "cases": [\n%s\n  ]\n}' % (json.dumps(KEYS), ",\n".join(lines)))

"""Stores or reads the values with one of Debian's Python clients: python.py <client> write|read host:port

The values, and what is printed, are those of javascript/run-client.mjs.
"""

import json
import sys

name, task, address = sys.argv[1:]
host, port = address.rsplit(":", 1)

VALUES = {
    "text": "plain",
    "unicode": "grüße 鍵",
    "empty": "",
    "lines": "a\r\nb\\\nc",
    "digits": "42",
    "long": "all work and no play " * 200,
    "integer": 42,
    "negative": -7,
    "fraction": 1.5,
    "yes": True,
    "no": False,
    "nothing": None,
    "list": [1, "a", None],
    "object": {"a": [1, 2], "b": "é"},
    "large": {"items": ["all work and no play"] * 200},
    "bytes": bytes([0, 0xFF, 0x80, 0x0D, 0x0A]),
    "byteDigits": b"42",
}


def python_memcached():
    import memcache

    client = memcache.Client([address])
    # It compresses only where it is told to, by each call.
    return lambda key, value: client.set(key, value, min_compress_len=2000), client.get_multi


def pylibmc():
    import pylibmc as library

    client = library.Client([address])
    return lambda key, value: client.set(key, value, min_compress_len=2000), client.get_multi


def pymemcache():
    from pymemcache.client.base import Client

    client = Client((host, int(port)), encoding="utf-8")
    return lambda key, value: client.set(key, value, noreply=False), client.get_many


def pymemcache_pickle_serde():
    from pymemcache import serde
    from pymemcache.client.base import Client

    client = Client((host, int(port)), serde=serde.pickle_serde, encoding="utf-8")
    return lambda key, value: client.set(key, value, noreply=False), client.get_many


def described(value):
    if isinstance(value, bytes):
        return {"kind": "bytes", "value": value.hex()}
    if isinstance(value, str):
        return {"kind": "text", "value": value}
    json.dumps(value)
    return {"kind": "data", "value": value}


answers = {}
for key, value in VALUES.items():
    write, read = globals()[name]()
    try:
        if task == "write":
            if not write(key, value):
                raise Exception("not stored")
        else:
            found = read([key])
            answers[key] = described(found[key]) if key in found else {"kind": "miss"}
    except Exception as error:
        answers[key] = {"kind": "error", "value": ("%s %s" % (type(error).__name__, error))[:100]}
print(json.dumps(answers))

"""Reads one key with pymemcache, prints its text as JSON, and stores a text under another: utf8-keys.py host:port read write"""

import json
import sys

from pymemcache.client.base import Client

address, read, write = sys.argv[1:]
host, port = address.rsplit(":", 1)
client = Client((host, int(port)), allow_unicode_keys=True)
print(json.dumps(client.get(read).decode()))
client.set(write, "привет".encode(), noreply=False)

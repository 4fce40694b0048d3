"""Says on which server libmemcached looks for a key when nobody chooses. Standard input and output as of picks-main.ts."""

import ctypes
import json
import sys

asked = json.load(sys.stdin)

library = ctypes.CDLL("libmemcached.so.11")
library.memcached_create.restype = ctypes.c_void_p
library.memcached_server_add.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint16]
library.memcached_server_add_unix_socket.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
library.memcached_generate_hash.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t]
library.memcached_generate_hash.restype = ctypes.c_uint32


def picks(servers):
    if len({weight for _, weight in servers}) > 1:
        return None
    client = library.memcached_create(None)
    for name, _ in servers:
        if name.startswith("/"):
            library.memcached_server_add_unix_socket(client, name.encode())
        else:
            host, port = name.rsplit(":", 1)
            library.memcached_server_add(client, host.strip("[]").encode(), int(port))
    keys = [key.encode() for key in asked["keys"]]
    return [library.memcached_generate_hash(client, key, len(key)) for key in keys]


print(json.dumps([picks(servers) for servers in asked["fleets"]]))

"""Says on which server python-memcached looks for a key. Standard input and output as of picks-main.ts."""

import json
import sys

import memcache

asked = json.load(sys.stdin)

# A server counts when it can be reached; nobody is there.
memcache._Host.connect = lambda self: True


def picks(servers):
    client = memcache.Client([("inet6:" + name if name.startswith("[") else "unix:" + name if name.startswith("/") else name, weight) for name, weight in servers])
    return [client.servers.index(client._get_server(key.encode())[0]) for key in asked["keys"]]


print(json.dumps([picks(servers) for servers in asked["fleets"]]))

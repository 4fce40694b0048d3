# Reads two keys together, and then one of them alone, by the Python client that is named; prints what came as JSON. A client that is out of step
# with its server gives the second question the answer to the first.
import json
import sys

name, address, first, second = sys.argv[1:]
host, port = address.split(":")


def shown(value):
    return value if isinstance(value, (str, int, float, type(None))) else "%s %r" % (type(value).__name__, value)


if name == "python3-memcache":
    import memcache

    client = memcache.Client([address])
    many, one = client.get_multi, client.get
elif name == "python3-pylibmc":
    import pylibmc

    client = pylibmc.Client([address])
    many, one = client.get_multi, client.get
else:
    from pymemcache import serde
    from pymemcache.client.base import Client

    client = Client((host, int(port)), serde=serde.pickle_serde)
    many, one = client.get_many, client.get

answers = {"raised": None}
try:
    answers["many"] = {key: shown(value) for key, value in many([first, second]).items()}
except Exception as error:
    answers["raised"] = type(error).__name__
answers["one"] = [shown(one(second)) for _ in range(3)]
print(json.dumps(answers))

# Stands for lovely.memcached, which needs Python 2: the same keys, and pickles of protocol 0, over the client
# that lovely.memcached uses. `lovely-answers.json` was written by the real one, and a test holds the keys to it.
import hashlib
import pickle

import memcache


class MemcachedClient:
    def __init__(self, servers, defaultNS=None):
        self.client = memcache.Client(servers)
        self.defaultNS = defaultNS

    def set(self, data, key, lifetime=3600, ns=None):
        built = self.build_key(key, ns)
        return built if self.client.set(built, pickle.dumps(data, protocol=0), lifetime) else None

    def query(self, key, default=None, ns=None):
        found = self.client.get(self.build_key(key, ns))
        return default if found is None else pickle.loads(found)

    def invalidate(self, key, ns=None):
        self.client.delete(self.build_key(key, ns))

    def build_key(self, key, ns=None):
        pickler = Pickler()
        namespace = ns or self.defaultNS
        if namespace:
            text = "(%s%st." % (pickler.unicode(namespace), pickler.any(key))
        else:
            text = "%s." % pickler.any(key)
        return hashlib.md5(text.encode("latin-1")).hexdigest()


class Pickler:
    """Pickles a text or an integer as cPickle of Python 2 does."""

    def __init__(self):
        self.numbered = 0

    def any(self, value):
        if isinstance(value, int):
            return "I%d\n" % value
        return "S%r\n%s" % (value, self.number(value)) if value.isascii() else self.unicode(value)

    def unicode(self, text):
        escaped = text.replace("\\", "\\u005c").replace("\n", "\\u000a")
        return "V%s\n%s" % (escaped.encode("raw-unicode-escape").decode("latin-1"), self.number(text))

    def number(self, text):
        if len(text) < 2:
            return ""
        self.numbered += 1
        return "p%d\n" % self.numbered

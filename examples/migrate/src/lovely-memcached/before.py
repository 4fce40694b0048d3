import os

from lovely.memcached.utility import MemcachedClient

cache = MemcachedClient(servers=os.environ["MEMCACHED_SERVERS"].split(","), defaultNS=u"products")


def find(id):
    return cache.query(id)


def save(product):
    cache.set(product, product["id"], lifetime=600)


def forget(id):
    cache.invalidate(id)

import assert from 'node:assert/strict'
import { memcachedDriver } from '@lmc/unstorage'
import { createStorage } from 'unstorage'

const storage = createStorage({ driver: memcachedDriver({ servers: [process.env.MEMCACHED] }) })
await storage.setItem('pages:home', { title: 'Home' }, { ttl: 60 })
assert.deepEqual(await storage.getItem('pages:home'), { title: 'Home' })
assert.deepEqual(await storage.getKeys('pages'), ['pages:home'])
await storage.clear()
assert.equal(await storage.getItem('pages:home'), null)
await storage.dispose()

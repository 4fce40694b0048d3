import keyvTestSuite, { keyvIteratorTests } from '@keyv/test-suite'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { Keyv } from 'keyv'
import * as test from 'vitest'
import { KeyvMemcached } from '../src/index.ts'

const server: MemcachedServer = await startMemcached()
const stores = new Set<KeyvMemcached>()

/** The suite makes a store for each clause, and closes none. */
function store(): KeyvMemcached {
  const made = new KeyvMemcached({ servers: server.address })
  stores.add(made)
  return made
}

test.afterAll(async () => {
  await Promise.all([...stores].map((each) => each.disconnect()))
  await server.stop()
})

test.describe("the suite of Keyv's own stores", () => {
  keyvTestSuite(test, Keyv, store)
  keyvIteratorTests(test, Keyv, store)
})

import { setTimeout as sleep } from 'node:timers/promises'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { MemoryStore, MemoryTransport } from '@lmc/transport-memory'
import { MetaTransport } from '@lmc/transport-meta'
import { testTransport } from '@lmc/transport-tests/conformance'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { type NearOptions, nearTransport } from '../src/index.ts'

let server: MemcachedServer

beforeAll(async () => {
  server = await startMemcached()
})
afterAll(() => server.stop())

let now = Date.now()
const store = new MemoryStore({ clock: () => now })

testTransport('nearTransport over MemoryTransport', {
  describe,
  it,
  open: () => nearTransport(new MemoryTransport({ store }), { clock: () => now }),
  construct: (options) => nearTransport(new MemoryTransport(), options as NearOptions),
  elapse: (seconds) => void (now += seconds * 1000),
})

testTransport('nearTransport over MetaTransport', {
  describe,
  it,
  open: () =>
    nearTransport(new MetaTransport({ servers: [server.address], timeout: 20_000, connectTimeout: 20_000 })),
  elapse: (seconds) => sleep(seconds * 1000),
})

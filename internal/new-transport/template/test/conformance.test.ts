import { setTimeout as sleep } from 'node:timers/promises'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { testTransport } from '@lmc/transport-tests/conformance'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { NamelessTransport, type NamelessTransportOptions } from '../src/index.ts'

let server: MemcachedServer

beforeAll(async () => {
  server = await startMemcached()
})
afterAll(() => server.stop())

testTransport('NamelessTransport', {
  describe,
  it,
  // A long timeout, since the machine may be busy.
  open: () => new NamelessTransport({ servers: [server.address], timeout: 20_000, connectTimeout: 20_000 }),
  construct: (options) => new NamelessTransport(options as NamelessTransportOptions),
  elapse: async (seconds) => sleep(seconds * 1000),
})

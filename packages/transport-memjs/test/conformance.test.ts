import { setTimeout as sleep } from 'node:timers/promises'
import { testTransport } from '@lmc/transport-tests/conformance'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { MemjsTransport, type MemjsTransportOptions } from '../src/index.ts'

describe.each([1, 3])('over %i servers', (count) => {
  let running: MemcachedServer[] = []

  beforeAll(async () => {
    running = await Promise.all(Array.from({ length: count }, async () => startMemcached()))
  })

  afterAll(async () => {
    await Promise.all(running.map(async (server) => server.stop()))
  })

  testTransport('MemjsTransport', {
    describe,
    it,
    // No call is to run into its time-out because the machine is busy.
    open: () =>
      new MemjsTransport({
        servers: running.map(({ address }) => address),
        timeout: 20_000,
        connectTimeout: 20_000,
      }),
    construct: (options) => new MemjsTransport(options as MemjsTransportOptions),
    elapse: async (seconds) => sleep(seconds * 1000),
  })
})

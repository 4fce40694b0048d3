import { MemcachedClient } from '@lmc/client'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { MetaTransport } from '@lmc/transport-meta'
import { registerCacheDriverTestSuite } from 'bentocache/test_suite'
import * as vitest from 'vitest'
import { memcachedDriver } from '../src/memcached-driver.ts'

type Cleanup = () => Promise<unknown>

/** What a clause of the suite is given. */
interface Context {
  readonly assert: typeof vitest.assert
  readonly cleanup: (cleanup: Cleanup) => void
}

// The suite is written for the test runner japa. Here vitest stands for as much of japa as the suite calls.
const test = (title: string, clause: (context: Context) => Promise<void>): void =>
  vitest.it(title, async () => {
    const cleanups: Cleanup[] = []
    await clause({ assert: vitest.assert, cleanup: (cleanup) => cleanups.push(cleanup) })
    for (const cleanup of cleanups) await cleanup()
  })
const group = {
  setup: (begin: () => Promise<() => Promise<void>>) => {
    vitest.beforeAll(async () => {
      const end = await begin()
      return end
    })
  },
  tap: () => {},
  each: { teardown: vitest.afterEach },
}

vitest.describe('the suite of bentocache', () => {
  let server: MemcachedServer
  let client: MemcachedClient
  vitest.beforeAll(async () => {
    server = await startMemcached()
    client = new MemcachedClient({
      transport: new MetaTransport({ servers: [server.address] }),
      trackKeys: true,
    })
  })
  vitest.afterAll(async () => {
    await client.close()
    await server.stop()
  })

  registerCacheDriverTestSuite({
    test,
    group,
    createDriver: (options) => memcachedDriver(client).factory({ prefix: 'japa', ...options }),
  })
})

import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { MemcachedClient, type MemcachedClientOptions } from '@lmc/client'
import { MemjsTransport } from '@lmc/transport-memjs'
import { MetaTransport } from '@lmc/transport-meta'
import { afterAll, afterEach, beforeAll, describe } from 'vitest'

/**
 * Describes tests over both transports to a real memcached. `open` makes a client, and the client is closed
 * after its test.
 */
export function describeOnMemcached(
  name: string,
  tests: (open: (options?: Partial<MemcachedClientOptions>) => MemcachedClient) => void,
): void {
  describe.each([
    { transport: MetaTransport, over: 'MetaTransport' },
    { transport: MemjsTransport, over: 'MemjsTransport' },
  ])(`${name}, over $over`, ({ transport: Transport }) => {
    let server: MemcachedServer
    const clients: MemcachedClient[] = []
    beforeAll(async () => {
      server = await startMemcached()
    })
    afterEach(async () => {
      await clients[0]?.invalidateAll()
      await Promise.all(clients.splice(0).map((client) => client.close()))
    })
    afterAll(() => server.stop())
    tests((options = {}) => {
      const client = new MemcachedClient({
        transport: new Transport({ servers: [server.address] }),
        ...options,
      })
      clients.push(client)
      return client
    })
  })
}

import { MemoryTransport } from '@lmc/transport-memory'
import { describe, expect, it } from 'vitest'
import { type AdapterNature, type ClientSource, MemcachedClient, openClient } from '../../src/index.ts'

const opened: (readonly string[])[] = []
const nature: AdapterNature = {
  of: 'Store',
  tracksFor: 'clear()',
  openTransport: (servers) => {
    opened.push(servers)
    return new MemoryTransport()
  },
}

describe('openClient', () => {
  it.each([
    [{}, ['127.0.0.1:11211']],
    [{ servers: 'a:1' }, ['a:1']],
    [{ servers: ['a:1', 'b:2'] }, ['a:1', 'b:2']],
  ])('makes a client that tracks keys for %o, and closes it', async (source, servers) => {
    const { client, close } = openClient(source, nature)
    expect(opened.at(-1)).toEqual(servers)
    await client.set('key', 1)
    await expect(client.keys()).resolves.toEqual(['key'])
    await close()
    await expect(client.transport.get('key')).rejects.toMatchObject({ code: 'closed' })
  })

  it('uses a client of the application, and leaves it open', async () => {
    const own = new MemcachedClient({ transport: new MemoryTransport(), trackKeys: true })
    const { client, close } = openClient({ client: own }, nature)
    expect(client).toBe(own)
    await close()
    await client.set('key', 1)
    await expect(client.get('key')).resolves.toBe(1)
  })

  const untracked = new MemcachedClient({ transport: new MemoryTransport() })
  it.each<[ClientSource, string]>([
    [{ client: untracked }, 'Store needs a client with { trackKeys: true }, for clear()'],
    [{ client: untracked, servers: 'a:1' }, 'Store takes servers or a client, not both'],
    [{ client: new Map() as never }, 'client is no MemcachedClient; Store needs one of @lmc/client'],
    [{ client: null as never }, 'client is no MemcachedClient; Store needs one of @lmc/client'],
  ])('throws for a wrong source: %#', (source, message) => {
    expect(() => openClient(source, nature)).toThrow(new TypeError(message))
  })
})

// A test of a project with ts-jest, which compiles to CommonJS.
import { cacheKey, InvalidKeyError, MemcachedClient } from '@lmc/client'
import { MemoryTransport } from '@lmc/transport-memory'
import { MetaTransport } from '@lmc/transport-meta'

class User {
  constructor(readonly id: number) {}
  [cacheKey](): string {
    return `user ${this.id}`
  }
}

describe('MemcachedClient', () => {
  const open = [
    () => new MemoryTransport(),
    () => new MetaTransport({ servers: [process.env['MEMCACHED'] ?? ''] }),
  ]
  it.each(open)('reads a stored value by an object that gives its own key', async (transport) => {
    const cache = new MemcachedClient({ transport: transport() })
    await cache.set(new User(7), { name: 'Ada' })
    const found: { name: string } | undefined = await cache.get<{ name: string }>('user 7')
    expect(found).toEqual({ name: 'Ada' })
    await expect(cache.get(NaN)).rejects.toBeInstanceOf(InvalidKeyError)
    await cache.close()
  })
})

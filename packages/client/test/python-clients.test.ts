import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { installDebianPackages, type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { compressed } from '@lmc/codec/compressed'
import { jsonCodec } from '@lmc/codec'
import { MetaTransport } from '@lmc/transport-meta'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MemcachedClient } from '../src/index.ts'

const clients = ['python3-memcache', 'python3-pylibmc', 'python3-pymemcache'] as const
const program = fileURLToPath(new URL('programs/python-clients.py', import.meta.url))

interface Answers {
  /** The name of the error that the first call raised. */
  readonly raised: string | null
  /** The result of the first call, for both keys. */
  readonly many?: Record<string, unknown>
  /** The results of the later calls for the second key. */
  readonly one: readonly unknown[]
}

describe("Python's clients, beside lmc on one server", () => {
  let server: MemcachedServer
  let cache: MemcachedClient

  beforeAll(async () => {
    if (!installDebianPackages(...clients))
      throw new Error(
        `This test needs ${clients.join(', ')}; install them: apt-get install ${clients.join(' ')}`,
      )
    server = await startMemcached()
    cache = new MemcachedClient({
      transport: new MetaTransport({ servers: [server.address] }),
      codec: compressed(jsonCodec()),
    })
    await cache.set('after', 'in step', { raw: true })
  })
  afterAll(async () => {
    await cache.close()
    await server.stop()
  })

  const ask = (client: string): Answers =>
    JSON.parse(
      execFileSync('/usr/bin/python3', [program, client, server.address, 'key', 'after'], {
        encoding: 'utf8',
      }),
    )

  const values: readonly (readonly [string, unknown, unknown])[] = [
    ['a text', 'grüße', 'grüße'],
    ['an integer', 42, 42],
    ['an object', { a: [1, null] }, '{"a":[1,null]}'],
    ['null', null, 'null'],
    ['a fraction', 1.5, '1.5'],
  ]

  describe.each(clients)('%s', (client) => {
    it.each(values)('reads %s of lmc, and its later calls get their own answers', async (_, value, read) => {
      await cache.set('key', value, { raw: true })
      const { raised, many, one } = ask(client)
      expect({ raised, many, one }).toEqual({
        raised: null,
        many: { key: read, after: 'in step' },
        one: ['in step', 'in step', 'in step'],
      })
    })

    it.each<[string, unknown]>([
      ['a text', 'grüße'],
      ['bytes', Uint8Array.of(0, 128, 255)],
      ['an object', { a: 1 }],
      ['an integer', 7],
      ['a long text, which is compressed', 'long '.repeat(1000)],
    ])(
      'gets no wrong value for %s with dependencies, and its later calls get their own answers',
      async (_, value) => {
        await cache.set('key', value, { raw: true, dependencies: ['product'] })
        const { raised, many, one } = ask(client)
        expect(one).toEqual(['in step', 'in step', 'in step'])
        // pylibmc raises an error for the whole call. For the others the item is a miss.
        if (client === 'python3-pylibmc') expect(raised).toBe('UnpicklingError')
        else expect(many).toEqual({ key: null, after: 'in step' })
      },
    )
  })
})

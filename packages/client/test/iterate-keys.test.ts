import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { MetaTransport } from '@lmc/transport-meta'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MemcachedClient } from '../src/index.ts'

const program = fileURLToPath(new URL('programs/iterate-keys.mjs', import.meta.url))

describe('iterateKeys', () => {
  let server: MemcachedServer
  let cache: MemcachedClient

  beforeAll(async () => {
    server = await startMemcached({ args: ['-m', '256'] })
    const transport = new MetaTransport({
      servers: [server.address],
      timeout: 20_000,
      connectTimeout: 20_000,
    })
    cache = new MemcachedClient({ transport, trackKeys: true, failures: 'throw' })
  })
  afterAll(async () => {
    await cache.close()
    await server.stop()
  })

  /** Lists so many keys in a process of its own, and resolves to the most bytes that this took. */
  const peakOf = async (size: number): Promise<number> => {
    const namespace = `${size} keys`
    for (let start = 0; start < size; start += 1000) {
      await cache.setMany(
        Array.from({ length: 1000 }, (_, index) => [`user:${String(start + index).padStart(11, '0')}`, 1]),
        { namespace },
      )
    }
    const argument = {
      module: '@lmc/transport-meta',
      name: 'MetaTransport',
      server: server.address,
      namespace,
    }
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--expose-gc',
      program,
      JSON.stringify(argument),
    ])
    const { count, peak } = JSON.parse(stdout)
    expect(count).toBe(size)
    return peak
  }

  it('takes no more memory for 200,000 keys than a few segments do, of which 20,000 fill some already', async () => {
    const [few, many] = [await peakOf(20_000), await peakOf(200_000)]
    // All keys of the larger one would take ten times as much.
    expect(many / few).toBeLessThan(3)
    expect(many).toBeLessThan(24 * 1024 * 1024)
  })
})

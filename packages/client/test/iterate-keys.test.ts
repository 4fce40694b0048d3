import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { MetaTransport } from '@lmc/transport-meta'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MemcachedClient } from '../src/index.ts'

const IS_LONG = process.env['LMC_LONG'] === '1'
const HALF = IS_LONG ? 100_000 : 60_000
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

  /** Lists so many keys in a process of its own. Resolves to the most bytes during each half of the keys. */
  const peaksOf = async (size: number): Promise<[number, number]> => {
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
      size,
    }
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--expose-gc',
      program,
      JSON.stringify(argument),
    ])
    const { count, peaks } = JSON.parse(stdout)
    expect(count).toBe(size)
    return peaks
  }

  it(`takes no more memory for the second ${HALF} keys than for the first`, async () => {
    const [first, second] = await peaksOf(2 * HALF)
    // A listing that keeps 60,000 keys takes 1.4 MB more for them.
    expect(second - first).toBeLessThan(1_000_000)
    expect(second).toBeLessThan(24 * 1024 * 1024)
  })
})

import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { KeyvMemcached } from '@lmc/keyv'
import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { Cacheable } from 'cacheable'
import { Keyv } from 'keyv'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let server: MemcachedServer
beforeAll(async () => {
  server = await startMemcached()
})
afterAll(async () => {
  await server.stop()
})

async function linesOf(program: string): Promise<string[]> {
  const path = fileURLToPath(new URL(`../dist/${program}.js`, import.meta.url))
  const env = { ...process.env, MEMCACHED_SERVERS: server.address }
  const { stdout } = await promisify(execFile)(process.execPath, [path], { env, timeout: 60_000 })
  return stdout.trim().split('\n')
}

describe('an example over Keyv', () => {
  it.each([
    ['cache-manager', ['report 1', 'report 1', '[ 1, 2, undefined ]', 'report 2']],
    ['cacheable', ['42', '42', '42', '1']],
    ['apollo', ['{"data":{"greeting":"hello"}}', '{"data":{"greeting":"hello"}}']],
  ])('%s prints what its comments say', async (program, lines) => {
    await expect(linesOf(program)).resolves.toEqual(lines)
  })
})

describe('getOrSet of cacheable over a memcached that is killed and comes back', () => {
  it('gives every caller its value: no error reaches a request', async () => {
    let own = await startMemcached()
    const keyv = new Keyv(new KeyvMemcached({ servers: own.address }), { namespace: 'load' })
    const errors: unknown[] = []
    keyv.on('error', (error) => errors.push(error))
    // No memory of its own before memcached, so that each call goes there.
    const cache = new Cacheable({ primary: keyv })
    const over = new AbortController()
    let served = 0
    const wrong: unknown[] = []
    const request = async (caller: number): Promise<void> => {
      for (let turn = 0; !over.signal.aborted; turn++) {
        const key = `key:${(caller + turn) % 50}`
        const value = await cache.getOrSet(key, async () => `value of ${key}`, {
          ttl: 5000,
          throwErrors: true,
        })
        if (value === `value of ${key}`) served++
        else wrong.push([key, value])
        await new Promise((resolve) => setTimeout(resolve, 1))
      }
    }
    const requests = Promise.all(Array.from({ length: 20 }, (_, caller) => request(caller)))
    for (let round = 0; round < 2; round++) {
      await waitFor(() => served > 500 * (2 * round + 1))
      await own.stop()
      const before = served
      await waitFor(() => served > before + 200)
      own = await startMemcached({ port: own.port })
    }
    const before = served
    await waitFor(() => served > before + 500)
    over.abort()
    await requests
    expect(wrong).toEqual([])
    expect(errors.length).toBeGreaterThan(0)
    await cache.disconnect()
    await own.stop()
  })
})

async function waitFor(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10))
}

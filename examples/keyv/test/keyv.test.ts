import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { askThroughOutages } from '@lmc/example-tests'
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
  it.each([
    ['memcached alone', (primary: Keyv) => new Cacheable({ primary })],
    ['a memory before memcached', (secondary: Keyv) => new Cacheable({ secondary })],
  ])('gives every caller its value, with %s: no error reaches a request', async (_, open) => {
    const own = await startMemcached()
    const keyv = new Keyv(new KeyvMemcached({ servers: own.address }), { namespace: 'load' })
    const errors: unknown[] = []
    keyv.on('error', (error) => errors.push(error))
    const cache = open(keyv)
    const ask = async (turn: number): Promise<string> => {
      const key = `key:${turn % 50}`
      const value = await cache.getOrSet(key, async () => `value of ${key}`, { ttl: 5000, throwErrors: true })
      // Where there is a memory it forgets, so that the next call for the key goes to memcached.
      if (cache.secondary !== undefined) await cache.primary.delete(key)
      return value === `value of ${key}` ? 'right' : `${key}: ${String(value)}`
    }
    const { memcached, answers } = await askThroughOutages(own, ask, 20)
    expect(answers).toEqual(new Set(['right']))
    expect(errors.length).toBeGreaterThan(0)
    await cache.disconnect()
    await memcached.stop()
  })
})

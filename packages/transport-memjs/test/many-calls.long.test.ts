import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MemjsTransport } from '../src/index.ts'
import { rejectionOf } from './rejection-of.ts'

let server: MemcachedServer
let transport: MemjsTransport

beforeEach(async () => {
  server = await startMemcached()
})

afterEach(async () => {
  await transport.close()
  await server.stop()
})

function open(timeout: number): void {
  transport = new MemjsTransport({ servers: [server.address], timeout, connectTimeout: timeout })
}

describe('MemjsTransport, with very many calls', () => {
  it('rejects with overloaded above 131,072 calls, and takes calls again later', async () => {
    open(800)
    expect(await transport.get('missing')).toBeUndefined()
    await server.freeze()
    const calls = Promise.allSettled(Array.from({ length: 131_072 }, async () => transport.get('key')))
    expect(await rejectionOf(transport.get('key'))).toMatchObject({ code: 'overloaded' })
    const outcomes = await calls
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true)
    server.signal('SIGCONT')
    await expect
      .poll(() => transport.get('missing').catch(() => 'not yet'), { timeout: 20_000 })
      .toBeUndefined()
  })

  it('keeps little in flight of 140,000 keys in one call, on a cold transport', async () => {
    open(60_000)
    const keys = Array.from({ length: 140_000 }, (_, index) => `a-key-as-keys-are-in-real-life:${index}`)
    await transport.set(keys[0] ?? '', Buffer.from('first'))
    await transport.set(keys.at(-1) ?? '', Buffer.from('last'))
    await transport.close()
    open(60_000)
    const found = new Set([keys[0], keys.at(-1)])
    expect(new Set((await transport.getMany(keys)).keys())).toEqual(found)
    expect(await transport.hasMany(keys)).toEqual(found)
  })
})

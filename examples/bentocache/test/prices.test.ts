import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { MemcachedClient } from '@lmc/client'
import { askThroughOutages } from '@lmc/example-tests'
import { startMemcached } from '@lmc/memcached-server'
import { MetaTransport } from '@lmc/transport-meta'
import { BentoCache, bentostore } from 'bentocache'
import { describe, expect, it } from 'vitest'
import { memcachedDriver } from '../src/memcached-driver.ts'

describe('prices.ts', () => {
  it('prints what its comments say', async () => {
    const server = await startMemcached()
    const program = fileURLToPath(new URL('../dist/prices.js', import.meta.url))
    const env = { ...process.env, MEMCACHED_SERVERS: server.address }
    const { stdout } = await promisify(execFile)(process.execPath, [program], { env, timeout: 60_000 })
    expect(stdout.trim().split('\n')).toEqual(['42', '42', '42', '1', '[]'])
    await server.stop()
  })
})

describe('getOrSet of bentocache over a memcached that is killed and comes back', () => {
  it('gives every caller its value, and keeps values in memcached again', async () => {
    const server = await startMemcached()
    const transport = new MetaTransport({ servers: [server.address] })
    const client = new MemcachedClient({ transport, trackKeys: true, onFailure: () => {} })
    const store = bentostore().useL2Layer(memcachedDriver(client))
    const cache = new BentoCache({ default: 'load', stores: { load: store } })
    const { memcached, answers } = await askThroughOutages(server, async (turn) =>
      cache.getOrSet({ key: `key:${turn % 20}`, factory: () => 'value', ttl: '1m', suppressL2Errors: false }),
    )
    expect(answers).toEqual(new Set(['value']))
    await expect(client.keys('bentocache')).resolves.toContain('bentocache:key:1')
    await cache.disconnectAll()
    await client.close()
    await memcached.stop()
  })
})

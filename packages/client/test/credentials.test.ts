import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { inspect } from 'node:util'
import { freePort } from '@lmc/memcached-server'
import type { Transport } from '@lmc/transport'
import { MemjsTransport } from '@lmc/transport-memjs'
import { MetaTransport } from '@lmc/transport-meta'
import { describe, expect, it, onTestFinished } from 'vitest'
import { FAILURE_CHANNEL, MemcachedClient } from '../src/index.ts'

const username = 'ada-lovelace'
const password = 'hidden horse'
const SECRETS = /ada-lovelace|hidden(%20| )horse/

const transports: readonly (readonly [string, (address: string) => Transport])[] = [
  ['MetaTransport', (address) => new MetaTransport({ servers: [address], username, password })],
  [
    'MetaTransport by a URL',
    (address) => new MetaTransport({ servers: [`memcached://${username}:hidden%20horse@${address}`] }),
  ],
  ['MemjsTransport', (address) => new MemjsTransport({ servers: [address], username, password })],
]

function shown(thing: unknown): string {
  return inspect(thing, { depth: Infinity, showHidden: true, getters: true }) + JSON.stringify(thing)
}

describe.each(transports)('credentials of %s', (_, open) => {
  it('are in no failure, on no diagnostics channel, and not in the client itself', async () => {
    const told: unknown[] = []
    const listener = (failure: unknown): void => void told.push(failure)
    subscribe(FAILURE_CHANNEL, listener)
    onTestFinished(() => void unsubscribe(FAILURE_CHANNEL, listener))
    const cache = new MemcachedClient({
      transport: open(`127.0.0.1:${await freePort()}`),
      trackKeys: true,
      onFailure: listener,
    })
    await cache.set('key', 1)
    await cache.get('key')
    await cache.invalidate('key')
    await cache.invalidateAll()
    told.push(cache, await cache.getStatistics())
    // The client reports the invalidations that it gives up.
    await cache.close()
    expect(told.length).toBeGreaterThan(10)
    for (const thing of told) expect(shown(thing)).not.toMatch(SECRETS)
  })
})

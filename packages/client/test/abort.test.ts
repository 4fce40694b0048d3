import { forwardTo } from '@lmc/transport'
import { MemoryTransport } from '@lmc/transport-memory'
import { describe, expect, it } from 'vitest'
import { MemcachedClient } from '../src/index.ts'

/** A client whose writes with dependencies wait for a call of `goOn`. */
function openHeld(trackKeys: boolean): { readonly cache: MemcachedClient; readonly goOn: () => void } {
  let goOn = (): void => {}
  const held = new Promise<void>((resolve) => (goOn = resolve))
  const inner = new MemoryTransport()
  const transport = forwardTo(inner, {
    get: async (key, options) => {
      if (key.startsWith('lmc-dependency:')) await held
      return inner.get(key, options)
    },
  })
  return { cache: new MemcachedClient({ transport, trackKeys, failures: 'throw' }), goOn }
}

const calls: readonly (readonly [
  string,
  (cache: MemcachedClient, signal: AbortSignal) => Promise<unknown>,
])[] = [
  ['set', (cache, signal) => cache.set('k', 'late', { signal })],
  ['set with dependencies', (cache, signal) => cache.set('k', 'late', { signal, dependencies: ['d'] })],
  ['setMany', (cache, signal) => cache.setMany([['k', 'late']], { signal })],
  ['get', (cache, signal) => cache.get('k', { signal })],
  ['getMany', (cache, signal) => cache.getMany(['k'], { signal })],
  ['has', (cache, signal) => cache.has('k', { signal })],
  ['invalidate', (cache, signal) => cache.invalidate('k', { signal })],
  ['invalidateMany', (cache, signal) => cache.invalidateMany(['k'], { signal })],
  ['invalidateAll', (cache, signal) => cache.invalidateAll({ signal })],
]

describe.each([false, true])('a call that waits for its turn behind a write, tracked: %s', (trackKeys) => {
  it.each(calls)('%s rejects when its signal aborts, and is not carried out', async (_, call) => {
    const { cache, goOn } = openHeld(trackKeys)
    const first = cache.set('k', 'first', { dependencies: ['d'] })
    const giveUp = new AbortController()
    const outcome = call(cache, giveUp.signal)
    await new Promise((resolve) => setImmediate(resolve))
    giveUp.abort(new Error('changed my mind'))
    await expect(outcome).rejects.toThrow('changed my mind')
    goOn()
    await first
    await expect(cache.get('k')).resolves.toBe('first')
    await cache.close()
  })
})

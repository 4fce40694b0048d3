import { setTimeout as sleep } from 'node:timers/promises'
import { type CacheKey, memcachedKey } from '@lmc/keys'
import { forwardTo } from '@lmc/transport'
import { MemoryTransport } from '@lmc/transport-memory'
import { expect, it, vi } from 'vitest'
import { KeyTracker } from '../src/index.ts'

it('a tracker that is closed while it looks at its items looks at them no more, and can be collected', async () => {
  const inner = new MemoryTransport()
  let touches = 0
  let release = (): void => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  const transport = forwardTo(inner, {
    touch: async (key, lifetime, options) => {
      // A slow server answers the first call after all others.
      if (touches++ === 0) await held
      return inner.touch(key, lifetime, options)
    },
  })
  const tracker = new KeyTracker<CacheKey>({ transport, memcachedKey })
  const { listed, stored } = tracker.announce(tracker.entry({ key: 'a' }))
  stored()
  await listed
  // The tracker looks at its items each second.
  await vi.waitUntil(() => touches > 0, { timeout: 10_000 })
  await tracker.close()
  release()
  const seen = touches
  await sleep(2500)
  expect(touches).toBe(seen)
})

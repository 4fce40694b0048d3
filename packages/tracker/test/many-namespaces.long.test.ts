import { type CacheKey, memcachedKey } from '@lmc/keys'
import { MemoryTransport } from '@lmc/transport-memory'
import { expect, it } from 'vitest'
import { KeyTracker } from '../src/index.ts'
import { setListed } from './set-listed.ts'

it('a tracker serves more namespaces than it remembers', async () => {
  const transport = new MemoryTransport()
  const tracker = new KeyTracker<CacheKey>({ transport, memcachedKey })
  const set = (key: CacheKey, namespace: string): Promise<void> =>
    setListed(tracker, transport, key, { namespace })
  for (let first = 0; first < 33_000; first += 1000) {
    const some = Array.from({ length: 1000 }, (_, index) => first + index)
    await Promise.all(some.map((key) => set(key, String(key))))
  }
  await set('again', '0')
  await expect(tracker.keys('0')).resolves.toEqual([0, 'again'])
  await expect(tracker.keys('32999')).resolves.toEqual([32_999])
})

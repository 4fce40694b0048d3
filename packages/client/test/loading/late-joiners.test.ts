import { forwardTo } from '@lmc/transport'
import { MemoryStore, MemoryTransport } from '@lmc/transport-memory'
import { expect, it } from 'vitest'
import { MemcachedClient } from '../../src/index.ts'
import { caughtUp } from './caught-up.ts'
import { createGate } from './gate.ts'

it('a call that joins while the value of another process arrives gets no value that was invalidated before', async () => {
  const store = new MemoryStore()
  const inner = new MemoryTransport({ store })
  const answer = createGate()
  // Delays the answers with a value of another process.
  const transport = forwardTo(inner, {
    gets: async (key, options) => {
      const item = await inner.gets(key, options)
      if (item?.flags === 16) await answer.opened
      return item
    },
  })
  const cache = new MemcachedClient({ transport })
  const other = new MemcachedClient({ transport: new MemoryTransport({ store }) })
  const load = createGate()
  const loaded = other.getOrSet('key', () => load.opened.then(() => 'old'))
  await load.reached
  const first = cache.getOrSet('key', () => 'new')
  await caughtUp('key', cache)
  load.open()
  await loaded
  await answer.reached
  await other.invalidate('key')
  const second = cache.getOrSet('key', () => 'new')
  await caughtUp('key', cache)
  answer.open()
  await expect(Promise.all([first, second])).resolves.toEqual(['new', 'new'])
  await Promise.all([cache.close(), other.close()])
})

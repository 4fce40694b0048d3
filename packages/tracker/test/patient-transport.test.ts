import { type CacheKey, memcachedKey } from '@lmc/keys'
import { forwardTo, TransportError } from '@lmc/transport'
import { MemoryTransport } from '@lmc/transport-memory'
import { expect, it } from 'vitest'
import { KeyTracker } from '../src/index.ts'

/** A tracker over a transport that has no room for the first commands of each name that write to the list. */
function openWithoutRoom(refusals: number): { inner: MemoryTransport; tracker: KeyTracker<CacheKey> } {
  const inner = new MemoryTransport()
  const left = { add: refusals, append: refusals }
  const refuse = (command: 'add' | 'append'): void => {
    if (left[command]-- > 0) throw new TransportError('overloaded', 'nothing was sent', { command })
  }
  const transport = forwardTo(inner, {
    add: async (...args) => {
      refuse('add')
      return inner.add(...args)
    },
    append: async (...args) => {
      refuse('append')
      return inner.append(...args)
    },
  })
  return { inner, tracker: new KeyTracker<CacheKey>({ transport, memcachedKey }) }
}

it('a key is listed also when the transport has no room for the command at first', async () => {
  const { inner, tracker } = openWithoutRoom(3)
  const { listed, stored } = tracker.announce(tracker.entry({ key: 'a' }))
  await inner.set(memcachedKey('a'), new Uint8Array(1))
  stored()
  await listed
  await expect(tracker.keys(undefined)).resolves.toEqual(['a'])
  await tracker.close()
})

it('a command that finds no room for a second is rejected', async () => {
  const { tracker } = openWithoutRoom(Infinity)
  const { listed, stored } = tracker.announce(tracker.entry({ key: 'a' }))
  stored()
  await expect(listed).rejects.toMatchObject({ code: 'overloaded' })
})

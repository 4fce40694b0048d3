import { type CacheKey, memcachedKey } from '@lmc/keys'
import { MemoryStore, MemoryTransport } from '@lmc/transport-memory'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KeyTracker } from '../src/index.ts'
import { interleavedTransport, untilIdle } from './interleaved-transport.ts'

const VALUE = new Uint8Array(1)
const CLIENTS = 4
/** So long that one line makes an item worth rewriting, and all together do not fill one. */
const KEYS = Array.from({ length: 8 }, (_, index) => `${index}`.repeat(6_000))

type Step =
  | { readonly type: 'set' | 'delete'; readonly client: number; readonly key: number }
  | { readonly type: 'list' | 'tidy'; readonly client: number }
  /** An item on top of the list is evicted, which one by its place among those that are there. */
  | { readonly type: 'evict'; readonly item: number }

const client = fc.nat(CLIENTS - 1)
const key = fc.nat(KEYS.length - 1)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ type: fc.constant('set' as const), client, key }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('delete' as const), client, key }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constantFrom('list' as const, 'tidy' as const), client }) },
  { weight: 6, arbitrary: fc.record({ type: fc.constant('evict' as const), item: fc.nat() }) },
)

async function itemsOnTop(transport: MemoryTransport): Promise<string[]> {
  const items: string[] = []
  for await (const item of transport.dumpKeys())
    if (/^lmc-index:[^:]{32}:0\.\d+$/.test(item)) items.push(item)
  return items
}

describe('the lines of an item that was evicted', () => {
  it('are listed again when the processes that have appended them look, wherever the eviction falls between their commands', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.array(step, { minLength: 1, maxLength: 8 }), { maxLength: 8 }),
        async (scheduler, rounds) => {
          const direct = new MemoryTransport({ store: new MemoryStore() })
          const clients = Array.from({ length: CLIENTS }, (_, own) => {
            const { transport } = interleavedTransport(direct, scheduler, `client ${own}`)
            return { transport, tracker: new KeyTracker<CacheKey>({ transport, memcachedKey }) }
          })
          const perform = async (one: Step): Promise<void> => {
            if (one.type === 'evict') {
              await scheduler.schedule(Promise.resolve(), 'eviction')
              const items = await itemsOnTop(direct)
              const item = items[one.item % items.length]
              if (item !== undefined) await direct.delete(item)
              return
            }
            const own = clients[one.client]
            if (own === undefined) return
            const { tracker, transport } = own
            if (one.type === 'list') await tracker.keys(undefined)
            if (one.type === 'tidy') await tracker.tidy(undefined)
            if (one.type !== 'set' && one.type !== 'delete') return
            const name = KEYS[one.key] ?? ''
            if (one.type === 'delete') return void (await transport.delete(memcachedKey(name)))
            const { sent, listed, stored } = tracker.announce(tracker.entry({ key: name }))
            await sent
            void transport.set(memcachedKey(name), VALUE).then(stored)
            await listed
          }
          for (const steps of rounds) {
            for (const one of steps) void perform(one)
            await untilIdle(scheduler)
          }
          // Who looks while another process creates an item anew sees that the next time.
          for (let look = 0; look < 2; look++) {
            for (const { tracker } of clients) void tracker.close()
            await untilIdle(scheduler)
          }
          const there = await direct.hasMany(KEYS.map((name) => memcachedKey(name)))
          const listed = await new KeyTracker<CacheKey>({ transport: direct, memcachedKey }).keys(undefined)
          expect(listed.map(String).toSorted()).toEqual(KEYS.filter((name) => there.has(memcachedKey(name))))
        },
      ),
      { numRuns: Number(process.env['LMC_INTERLEAVINGS'] ?? (process.env['LMC_LONG'] === '1' ? 300 : 30)) },
    )
  }, 120_000)
})

import { type CacheKey, memcachedKey } from '@lmc/keys'
import { MemoryStore, MemoryTransport } from '@lmc/transport-memory'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KeyTracker } from '../src/index.ts'
import { interleavedTransport } from './interleaved-transport.ts'

// So long that a few lines overgrow a segment, and all together fill one: what tidies the index runs all the
// time.
const KEYS = Array.from({ length: 9 }, (_, index) => `${index}`.repeat(9_000))
const CLIENTS = 8

type Step =
  | {
      readonly type: 'set'
      readonly client: number
      readonly key: number
      readonly lifetime: number
      /** Whether the tracker is told when the value is stored. */
      readonly tells: boolean
    }
  | { readonly type: 'delete'; readonly key: number }
  /** Gives a value another lifetime, and the list as well. */
  | { readonly type: 'touch'; readonly client: number; readonly key: number; readonly lifetime: number }
  | { readonly type: 'list' | 'drop' | 'tidy' | 'close' | 'restart'; readonly client: number }
  /** All that writers have said of what is settled is lost, and which segments are being looked after. */
  | { readonly type: 'forget' }

const client = fc.nat(CLIENTS - 1)
const key = fc.nat(KEYS.length - 1)
const lifetime = fc.constantFrom(0, 5, 100)
const tells = fc.boolean()
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ type: fc.constant('set' as const), client, key, lifetime, tells }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('delete' as const), key }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('touch' as const), client, key, lifetime }) },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constantFrom('list' as const, 'drop', 'tidy', 'close', 'restart'),
      client,
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('forget' as const) }) },
)

/** Steps that happen at once, and how many seconds pass before the next. */
const round = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 8 }),
  seconds: fc.constantFrom(0, 1, 10, 70),
})

describe('KeyTracker', () => {
  it('lists every key that is there and none that is not, however the commands of eight clients fall between each other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(round, { maxLength: 12 }), async (scheduler, rounds) => {
        let now = Date.UTC(2026, 0, 1)
        const store = new MemoryStore({ clock: () => now })
        const direct = new MemoryTransport({ store })
        const open = (
          _: unknown,
          own: number,
        ): { tracker: KeyTracker<CacheKey>; transport: MemoryTransport; kill: () => void } => {
          const { transport, kill } = interleavedTransport(direct, scheduler, `client ${own}`)
          // Clocks of clients are minutes apart.
          const clock = (): number => now + own * 300_000
          const tracker = new KeyTracker<CacheKey>({ transport, memcachedKey, now: clock })
          return { tracker, transport: transport as MemoryTransport, kill }
        }
        const clients = Array.from({ length: CLIENTS }, open)

        const perform = async (one: Step): Promise<void> => {
          if (one.type === 'delete') {
            await direct.delete(memcachedKey(KEYS[one.key] ?? ''))
            return
          }
          if (one.type === 'forget') {
            for await (const item of direct.dumpKeys())
              if (/:writer:|:lease$/.test(item)) await direct.delete(item)
            return
          }
          const own = clients[one.client]
          if (own === undefined) return
          const { tracker, transport } = own
          if (one.type === 'list') await tracker.keys(undefined)
          if (one.type === 'tidy') await tracker.tidy(undefined)
          if (one.type === 'close') await tracker.close()
          if (one.type === 'drop') {
            await tracker.drop(undefined, async (batch) => {
              await Promise.all(batch.map(({ memcachedKey: item }) => transport.delete(item)))
              return batch
            })
          }
          if (one.type === 'restart') {
            own.kill()
            clients[one.client] = open(undefined, one.client)
          }
          if (one.type !== 'set' && one.type !== 'touch') return
          const name = KEYS[one.key] ?? ''
          const item = memcachedKey(name)
          const { sent, listed, stored } = tracker.announce(tracker.entry({ key: name }))
          await sent
          const answered =
            one.type === 'set'
              ? transport.set(item, new Uint8Array(1), { lifetime: one.lifetime })
              : transport.touch(item, one.lifetime)
          if (one.type === 'touch' || one.tells) void answered.then(stored)
          await listed
        }

        for (const { steps, seconds } of rounds) {
          for (const one of steps) void perform(one)
          // Until nothing is left to be carried out, and nothing follows from what was.
          await scheduler.waitIdle()
          now += seconds * 1000
          const there = await direct.hasMany(KEYS.map((name) => memcachedKey(name)))
          const expected = KEYS.filter((name) => there.has(memcachedKey(name)))
          const listed = await new KeyTracker<CacheKey>({
            transport: direct,
            memcachedKey,
            now: () => now,
          }).keys(undefined)
          expect(listed.map(String).toSorted()).toEqual(expected)
        }
      }),
      { numRuns: Number(process.env['LMC_INTERLEAVINGS'] ?? 150) },
    )
  }, 120_000)
})

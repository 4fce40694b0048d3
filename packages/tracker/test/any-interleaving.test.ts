import { type CacheKey, memcachedKey } from '@lmc/keys'
import { MemoryStore, MemoryTransport } from '@lmc/transport-memory'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KeyTracker } from '../src/index.ts'
import { interleavedTransport } from './interleaved-transport.ts'

// So long that a few lines overgrow a segment, and all together fill one: what tidies the index runs all the time.
const KEYS = Array.from({ length: 9 }, (_, index) => `${index}`.repeat(9_000))

type Step =
  | { readonly type: 'set'; readonly client: number; readonly key: number; readonly lifetime: number }
  | { readonly type: 'delete'; readonly key: number }
  | { readonly type: 'list'; readonly client: number }
  | { readonly type: 'restart'; readonly client: number }

const client = fc.nat(2)
const key = fc.nat(KEYS.length - 1)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('set' as const),
      client,
      key,
      lifetime: fc.constantFrom(0, 5, 100),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('delete' as const), key }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('list' as const), client }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('restart' as const), client }) },
)

/** Steps that happen at once, and how many seconds pass before the next. */
const round = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 6 }),
  seconds: fc.constantFrom(0, 1, 10, 70),
})

describe('KeyTracker', () => {
  it('lists every key that is there and none that is not, however the commands of several clients fall between each other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(round, { maxLength: 12 }), async (scheduler, rounds) => {
        let now = Date.UTC(2026, 0, 1)
        const store = new MemoryStore({ clock: () => now })
        const direct = new MemoryTransport({ store })
        const open = (
          name: string,
        ): { tracker: KeyTracker<CacheKey>; transport: MemoryTransport; kill: () => void } => {
          const { transport, kill } = interleavedTransport(direct, scheduler, name)
          // Clocks of clients are ten seconds apart.
          const clock = (): number => now + (name.length % 3) * 10_000 - 10_000
          const tracker = new KeyTracker<CacheKey>({ transport, memcachedKey, now: clock })
          return { tracker, transport: transport as MemoryTransport, kill }
        }
        const clients = ['a', 'bb', 'ccc'].map(open)

        const perform = async (one: Step): Promise<void> => {
          if (one.type === 'delete') {
            await direct.delete(memcachedKey(KEYS[one.key] ?? ''))
            return
          }
          const own = clients[one.client]
          if (own === undefined) return
          if (one.type === 'list') await own.tracker.keys(undefined)
          if (one.type === 'restart') {
            own.kill()
            clients[one.client] = open(['a', 'bb', 'ccc'][one.client] ?? '')
          }
          if (one.type === 'set') {
            const name = KEYS[one.key] ?? ''
            const { lifetime } = one
            const { sent, listed } = own.tracker.announce(
              own.tracker.entry({ key: name, raw: false, lifetime }),
            )
            await sent
            void own.transport.set(memcachedKey(name), new Uint8Array(1), { lifetime })
            await listed
          }
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
      { numRuns: 150 },
    )
  }, 120_000)
})

import { type CacheKey, memcachedKey } from '@lmc/keys'
import type { Transport } from '@lmc/transport'
import { MemoryStore, MemoryTransport } from '@lmc/transport-memory'
import fc from 'fast-check'
import { expect } from 'vitest'
import { KeyTracker } from '../src/index.ts'
import { interleavedTransport, untilIdle } from './interleaved-transport.ts'

// So long that one line overgrows a segment, and half of all lines fill one. So the index is tidied, and
// lines move down, all the time.
const KEYS = Array.from({ length: 10 }, (_, index) => `${index}`.repeat(14_000))
const CLIENTS = 8

interface Client {
  readonly tracker: KeyTracker<CacheKey>
  readonly transport: MemoryTransport
  readonly kill: () => void
}

interface Write {
  readonly type: 'set' | 'touch'
  readonly lifetime: number
  /** Whether the tracker is told when the value is stored. */
  readonly tells: boolean
}

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
  | { readonly type: 'set all' | 'list' | 'drop' | 'tidy' | 'close' | 'restart'; readonly client: number }
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
    weight: 8,
    arbitrary: fc.record({
      type: fc.constantFrom('set all' as const, 'list', 'list', 'drop', 'tidy', 'close', 'restart'),
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

/**
 * Any commands of eight clients, in any order: every listing gives what is there, and nothing else.
 *
 * @param tamper gives the clients another transport than that to the store.
 */
export function anyInterleaving(
  tamper: (transport: Transport) => Transport = (transport) => transport,
): fc.IAsyncProperty<unknown> {
  return fc.asyncProperty(fc.scheduler(), fc.array(round, { maxLength: 12 }), async (scheduler, rounds) => {
    let now = Date.UTC(2026, 0, 1)
    const store = new MemoryStore({ clock: () => now })
    const direct = new MemoryTransport({ store })
    const open = (_: unknown, own: number): Client => {
      const { transport, kill } = interleavedTransport(tamper(direct), scheduler, `client ${own}`)
      // Clocks of clients are minutes apart.
      const clock = (): number => now + own * 300_000
      const tracker = new KeyTracker<CacheKey>({ transport, memcachedKey, now: clock })
      return { tracker, transport: transport as MemoryTransport, kill }
    }
    const clients = Array.from({ length: CLIENTS }, open)
    /** Who has missed a key. */
    const misses: string[] = []

    /**
     * What every listing of this round has to give: what is there before it, and what nothing drops in it.
     */
    let stable: readonly string[] = []

    const write = async (
      { tracker, transport }: Client,
      name: string,
      { type, lifetime: seconds, tells: isTold }: Write,
    ): Promise<void> => {
      const item = memcachedKey(name)
      const { sent, listed, stored } = tracker.announce(tracker.entry({ key: name }))
      await sent
      const answered =
        type === 'set'
          ? transport.set(item, new Uint8Array(1), { lifetime: seconds })
          : transport.touch(item, seconds)
      if (isTold) void answered.then(stored)
      await listed
    }

    const perform = async (one: Step): Promise<void> => {
      if (one.type === 'delete') {
        await direct.delete(memcachedKey(KEYS[one.key] ?? ''))
        return
      }
      if (one.type === 'forget') {
        for await (const item of direct.dumpKeys())
          if (/:writer:|:lease$|:stamps$/.test(item)) await direct.delete(item)
        return
      }
      const own = clients[one.client]
      if (own === undefined) return
      const { tracker, transport } = own
      if (one.type === 'list') {
        const listed = new Set((await tracker.keys(undefined)).map(String))
        if (stable.some((name) => !listed.has(name))) misses.push(`client ${one.client}`)
      }
      if (one.type === 'tidy') await tracker.tidy(undefined)
      if (one.type === 'close') await tracker.close()
      if (one.type === 'drop') {
        await tracker.drop(undefined, async (batch) => {
          await Promise.all(batch.map(({ memcachedKey: item }) => transport.delete(item)))
          return batch
        })
      }
      if (one.type === 'restart') {
        clients[one.client] = open(undefined, one.client)
        // Between any two of its commands.
        await scheduler.schedule(Promise.resolve(), `kill of client ${one.client}`)
        own.kill()
      }
      if (one.type === 'set all')
        await Promise.all(KEYS.map((name) => write(own, name, { type: 'set', lifetime: 0, tells: true })))
      if (one.type === 'set') await write(own, KEYS[one.key] ?? '', one)
      if (one.type === 'touch') await write(own, KEYS[one.key] ?? '', { ...one, tells: true })
    }

    let before: readonly string[] = []
    for (const { steps, seconds } of rounds) {
      const isDropped = (name: string): boolean =>
        steps.some((one) => one.type === 'drop' || (one.type === 'delete' && KEYS[one.key] === name))
      stable = before.filter((name) => !isDropped(name))
      for (const one of steps) void perform(one)
      await untilIdle(scheduler)
      expect(misses).toEqual([])
      now += seconds * 1000
      const there = await direct.hasMany(KEYS.map((name) => memcachedKey(name)))
      const expected = KEYS.filter((name) => there.has(memcachedKey(name)))
      const listed = await new KeyTracker<CacheKey>({
        transport: direct,
        memcachedKey,
        now: () => now,
      }).keys(undefined)
      expect(listed.map(String).toSorted()).toEqual(expected)
      before = expected
    }
  })
}

import { type CacheKey, memcachedKey } from '@lmc/keys'
import type { Transport } from '@lmc/transport'
import { MemoryStore, MemoryTransport } from '@lmc/transport-memory'
import { beforeEach, describe, expect, it } from 'vitest'
import { KeyTracker } from '../src/index.ts'
import { setListed } from './set-listed.ts'

const IS_LONG = process.env['LMC_LONG'] === '1'
let store: MemoryStore
let transport: MemoryTransport

beforeEach(() => {
  store = new MemoryStore()
  transport = new MemoryTransport({ store })
})

const create = (over: Transport = transport): KeyTracker<CacheKey> =>
  new KeyTracker<CacheKey>({ transport: over, memcachedKey })

/** So long that five of them fill a lane, and some twenty a segment below. */
const keyOf = (index: number): string => `${index} `.padEnd(14_000, 'x')

async function setAll(tracker: KeyTracker<CacheKey>, first: number, end: number): Promise<void> {
  for (let index = first; index < end; index++) await setListed(tracker, transport, keyOf(index))
}

/** The deepest level that has a segment. */
async function depth(): Promise<number> {
  let deepest = 0
  for await (const item of transport.dumpKeys()) {
    const [, level = '0'] = /:(\d+)\.\d+$/.exec(item) ?? []
    deepest = Math.max(deepest, Number(level))
  }
  return deepest
}

/** A transport to the same store that calls `before` before each command, with how many there were. */
function counting(before: (count: number) => Promise<void>): Transport {
  let count = 0
  return new Proxy(transport, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name)
      if (typeof member !== 'function' || name === 'serverOf') return member
      return async (...args: unknown[]): Promise<unknown> => {
        await before(count++)
        return Reflect.apply(member, target, args)
      }
    },
  })
}

describe('lines that move down', () => {
  it('are all listed between any two commands by which they move', async () => {
    let known = 0
    const missed: number[] = []
    const mover = create(
      counting(async (count) => {
        const listed = await create().keys(undefined)
        if (listed.length < known) missed.push(count)
      }),
    )
    for (; known < (IS_LONG ? 60 : 36);) {
      await setAll(create(), known, known + 6)
      known += 6
      await mover.tidy(undefined)
    }
    expect(missed).toEqual([])
    expect(await depth()).toBeGreaterThan(0)
  })

  it.each(IS_LONG ? [3, 20] : [3])(
    'are all listed, %d of them, by a listing before any of whose commands they move',
    async (count) => {
      let hasMoved = true
      let moves = 0
      for (let at = 0; hasMoved; at++) {
        store = new MemoryStore()
        transport = new MemoryTransport({ store })
        hasMoved = false
        await setAll(create(), 0, count)
        const before = await depth()
        const mover = create()
        const reader = create(
          counting(async (done) => {
            if (done !== at) return
            hasMoved = true
            await setAll(mover, count, count + 100)
            // By one level, or two.
            for (let round = 0; round < 3; round++) await mover.tidy(undefined)
          }),
        )
        const listed = new Set(await reader.keys(undefined))
        expect(keys(count).filter((key) => !listed.has(key))).toEqual([])
        if (hasMoved) expect(await depth()).toBeGreaterThan(before)
        if (hasMoved) moves++
      }
      expect(moves).toBeGreaterThan(2)
    },
  )
})

function keys(count: number): string[] {
  return Array.from({ length: count }, (_, index) => keyOf(index))
}

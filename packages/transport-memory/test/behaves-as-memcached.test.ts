import { type MemcachedServer, startMemcached } from '@lmc/memcached-server'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { itemSize, PIECE_LIMIT } from '../src/item-size.ts'
import { anyOperation, KEYS } from './any-operation.ts'
import { longestValue } from './longest-value.ts'
import type { Operation } from './operation.ts'
import { RawMemcached } from './raw-memcached.ts'
import { expectTheSame } from './side-by-side.ts'

let memcached: MemcachedServer
let server: RawMemcached

beforeAll(async () => {
  // With its maintainer, a thread that now and then holds an item for a moment, memcached pads a counter only
  // mostly.
  memcached = await startMemcached({ args: ['-o', 'no_lru_maintainer'] })
  server = new RawMemcached(memcached.port)
})
afterAll(async () => {
  server.close()
  await memcached.stop()
})

describe('MemoryTransport beside a real memcached', () => {
  it('gives the same outcomes, values, flags, new versions and figures for any sequence of calls', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyOperation, { maxLength: 30 }), async (operations) =>
        expectTheSame(server, KEYS, operations),
      ),
      { numRuns: process.env['LMC_LONG'] === '1' ? 300 : 100 },
    )
  })

  it.each(KEYS.map((name) => [name.length, name] as const))(
    'has the same greatest item under a key of %i, and loses what was there at the same commands',
    async (_length, name) => {
      for (const flags of [0, 7]) {
        const fits = new Uint8Array(longestValue(name, flags))
        const tooLarge = new Uint8Array(longestValue(name, flags) + 1)
        const before: Operation = { name: 'set', key: name, value: Buffer.from('old'), flags }
        const all: Operation[] = [fits, tooLarge].flatMap((value) => [
          { name: 'set', key: name, value, flags },
          { name: 'add', key: name, value, flags },
          { name: 'replace', key: name, value, flags },
          { name: 'append', key: name, value },
          { name: 'prepend', key: name, value },
          { name: 'compareAndSet', key: name, value, flags, back: 0 },
        ])
        for (const operation of all) {
          await expectTheSame(server, [name], [operation])
          await expectTheSame(server, [name], [before, operation])
        }
      }
    },
  )

  it.each(['append', 'prepend'] as const)('%s fills an item up to the same last byte', async (verb) => {
    for (const flags of [0, 7]) {
      const value = new Uint8Array(1_000_000)
      const rest = longestValue('a', flags) - value.byteLength
      const before: Operation = { name: 'set', key: 'a', value, flags }
      await expectTheSame(server, ['a'], [before, { name: verb, key: 'a', value: new Uint8Array(rest) }])
      await expectTheSame(server, ['a'], [before, { name: verb, key: 'a', value: new Uint8Array(rest + 1) }])
    }
  })

  it('sees a number in an item up to the same length', async () => {
    const byteLength = PIECE_LIMIT - itemSize('a', 0, 0)
    for (const text of ['5'.padEnd(byteLength), '5'.padEnd(byteLength + 1)]) {
      await expectTheSame(
        server,
        ['a'],
        [
          { name: 'set', key: 'a', value: Buffer.from(text) },
          { name: 'increment', key: 'a', delta: 1n },
        ],
      )
    }
  })
})

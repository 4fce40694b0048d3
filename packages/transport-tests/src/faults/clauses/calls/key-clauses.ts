import assert from 'node:assert/strict'
import { assertSameMembers } from '../../../conformance/assert-same-members.ts'
import { assertHolds, bytes } from '../../../conformance/bytes.ts'
import { keyedOperations } from '../../../conformance/operations.ts'
import type { FaultClause } from '../../clause.ts'
import { createRandom, type Random } from '../../proxy/create-random.ts'
import { LONG, type Stage } from '../../stage.ts'
import type { Traffic } from '../../traffic.ts'
import { assertResolved } from '../../acts/assert-outcomes.ts'

/** Keys that a server would read as several words, several commands, or another key. */
const hostileKeys: readonly string[] = [
  '',
  ' ',
  'a b',
  ' a',
  'a ',
  'a\tb',
  'a\r',
  'a\n',
  'a\r\n',
  'a\rflush_all',
  'a\nflush_all',
  'a\r\nflush_all',
  'a\r\nflush_all\r\n',
  'flush_all\r\n',
  '\r\nflush_all\r\n',
  'a\r\nset marker 0 0 4\r\nevil\r\n',
  'a 0 0 4\r\nevil\r\nflush_all\r\n',
  'a noreply\r\nflush_all\r\n',
  'a\r\nquit\r\n',
  'a\r\nmn\r\nmd marker',
  'marker marker',
  'a\0',
  'a\0b',
  '\0\0\0\0',
  'a\u0001',
  'a\u001f',
  'a\u007f',
  'é\r\nflush_all',
  'é'.repeat(126),
  `${'é'.repeat(125)}\r\n`,
  '鍵'.repeat(84),
  'a\u2028 flush_all',
  'a\u010d\u010a\r\nflush_all',
  '\ud800',
  'é\udc00',
  '😀\ud83d',
  'k'.repeat(251),
  'k'.repeat(2049),
  'k'.repeat(100_000),
  `${'k'.repeat(250)}\r\nflush_all\r\n`,
]

/** The parts of random keys, beside random characters. */
const hostileParts: readonly string[] = [
  '\r\n',
  '\n',
  '\r',
  ' ',
  '\t',
  '\0',
  '\u0085',
  '\u2028',
  '\u010d\u010a',
  'é',
  'flush_all',
  'set marker 0 0 4',
  'ms marker 4',
  'md marker',
  'mn',
  'quit',
  'noreply',
  'k'.repeat(125),
]

const RANDOM_KEYS = 2000
const SEED = 1

/** The rule of the contract, written a second time. */
function isMemcachedKey(key: string): boolean {
  const { byteLength } = bytes(key)
  return byteLength > 0 && byteLength <= 250 && !/[\0-\x20\x7f]|\p{Surrogate}/u.test(key)
}

export const keyClauses: readonly FaultClause[] = [
  {
    name: `${hostileKeys.length} hostile keys: every method refuses them, and sends no byte`,
    async run(stage) {
      const traffic = await stage.open({ timeout: LONG })
      assertResolved([await traffic.set('marker')])
      await assertNothingLeaves(stage, traffic, hostileKeys)
    },
  },
  {
    name: `${RANDOM_KEYS} random keys: each is refused before a byte is sent, or holds its own value`,
    async run(stage) {
      const traffic = await stage.open({ timeout: LONG })
      const { transport } = traffic
      assertResolved([await traffic.set('marker')])
      const random = createRandom(SEED)
      const keys = [...new Set(Array.from({ length: RANDOM_KEYS }, () => toKey(random)))]
      const taken = keys.filter(isMemcachedKey)
      const refused = keys.filter((key) => !isMemcachedKey(key))
      assert.ok(Math.min(taken.length, refused.length) > RANDOM_KEYS / 10, 'expected some of both')
      await assertNothingLeaves(stage, traffic, refused)

      await Promise.all(taken.map(async (key) => transport.set(key, bytes(`value of ${key}`))))
      for (const [key, item] of await transport.getMany(taken)) assertHolds(item, bytes(`value of ${key}`))
      assertSameMembers(await transport.hasMany(taken), taken, 'hasMany of the accepted keys')
      await traffic.get('marker')
    },
  },
]

/** Asserts that every method refuses each of the keys as a mistake, and sends nothing. */
async function assertNothingLeaves(stage: Stage, traffic: Traffic, keys: readonly string[]): Promise<void> {
  const before = stage.proxy.requestByteCount
  for (const key of keys) {
    for (const { name, run } of keyedOperations) {
      const shown = `${name} of ${JSON.stringify(key.slice(0, 60))}`
      await assert.rejects(run(traffic.transport, key), isMistake, shown)
    }
  }
  // Everything that a transport sends leaves before this reply comes.
  assertResolved([await traffic.get('marker')])
  const once = stage.proxy.requestByteCount - before
  await traffic.get('marker')
  const twice = stage.proxy.requestByteCount - before
  assert.equal(twice, 2 * once, 'expected no byte of a hostile key to leave')
}

/**
 * A key of up to six parts. Each part is a hostile one or a printable character. One key in eight is
 * printable.
 */
function toKey(random: Random): string {
  const isPlain = random() < 1 / 8
  return Array.from({ length: 1 + Math.floor(random() * 6) }, () => {
    if (isPlain || random() < 0.5) return String.fromCharCode(0x21 + Math.floor(random() * 94))
    if (random() < 0.3) return String.fromCharCode(Math.floor(random() * 2 ** 16))
    return hostileParts[Math.floor(random() * hostileParts.length)] ?? ''
  }).join('')
}

function isMistake(error: unknown): boolean {
  return error instanceof TypeError || error instanceof RangeError
}

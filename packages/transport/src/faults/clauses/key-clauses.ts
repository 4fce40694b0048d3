import assert from 'node:assert/strict'
import { keyedOperations } from '../../conformance/operations.ts'
import type { FaultClause } from '../clause.ts'
import { LONG } from '../stage.ts'
import { assertResolved } from './assert-outcomes.ts'

/** Keys that a server would take for several words, several commands, or another key. */
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
  'a\u0085b',
  'a\u00a0b',
  'é',
  'é'.repeat(126),
  'a\u2028flush_all',
  'a\u010d\u010aflush_all',
  '\ud800',
  'a\ufeff',
  '😀',
  'k'.repeat(251),
  'k'.repeat(2049),
  'k'.repeat(100_000),
  `${'k'.repeat(250)}\r\nflush_all\r\n`,
]

export const keyClauses: readonly FaultClause[] = [
  {
    name: `${hostileKeys.length} hostile keys are refused by every method before a byte leaves`,
    async run(stage) {
      const traffic = await stage.open({ timeout: LONG })
      assertResolved([await traffic.set('marker')])
      const before = stage.proxy.requestByteCount
      for (const key of hostileKeys) {
        for (const { name, run } of keyedOperations) {
          const shown = `${name} of ${JSON.stringify(key.slice(0, 60))}`
          await assert.rejects(run(traffic.transport, key), isMistake, shown)
        }
      }
      // What a transport sends goes out before this comes back.
      const own = await traffic.get('marker')
      assertResolved([own])
      const once = stage.proxy.requestByteCount - before
      await traffic.get('marker')
      assert.equal(
        stage.proxy.requestByteCount - before,
        2 * once,
        'expected no byte of a hostile key to leave',
      )
    },
  },
]

function isMistake(error: unknown): boolean {
  return error instanceof TypeError || error instanceof RangeError
}

import { describe, expect, it } from 'vitest'
import { cell, type Outcome, outcomeOf } from '../src/outcome.ts'
import type { Reading } from '../src/run-client.ts'

const hex = (text: string): string => Buffer.from(text).toString('hex')

describe('outcomeOf', () => {
  it.each<[sent: unknown, came: Reading, Outcome]>([
    ['a', { kind: 'text', value: 'a' }, '='],
    ['a', { kind: 'bytes', value: hex('a') }, 'bytes'],
    ['a', { kind: 'text', value: '"a"' }, 'text'],
    ['a', { kind: 'bytes', value: hex('"a"') }, 'bytes'],
    ['a', { kind: 'text', value: 'b' }, 'other'],
    ['42', { kind: 'data', value: 42 }, 'other'],
    [42, { kind: 'data', value: 42 }, '='],
    [42, { kind: 'text', value: '42' }, 'text'],
    [42, { kind: 'bytes', value: hex('42') }, 'bytes'],
    [42, { kind: 'text', value: '43' }, 'other'],
    [{ a: 1 }, { kind: 'text', value: '{"a":1}' }, 'text'],
    [{ a: 1 }, { kind: 'text', value: '{a:1}' }, 'other'],
    [null, { kind: 'data', value: null }, '='],
    [true, { kind: 'data', value: 1 }, 'other'],
    [Uint8Array.of(0xff), { kind: 'bytes', value: 'ff' }, '='],
    [Uint8Array.of(0x61), { kind: 'text', value: 'a' }, 'text'],
    [Uint8Array.of(0xff), { kind: 'text', value: '\ufffd' }, 'other'],
    [1, { kind: 'miss' }, 'miss'],
    [1, { kind: 'error', value: 'TypeError' }, 'error'],
    [1, { kind: 'error', value: 'hangs' }, 'hangs'],
    [1, { kind: 'error', value: 'crashes' }, 'crashes'],
  ])('of %o that came as %o is "%s"', (sent, came, outcome) => {
    expect(outcomeOf(sent, came)).toBe(outcome)
  })
})

describe('cell', () => {
  it('names each outcome once', () => {
    expect(cell(['=', 'text', '=', 'text'])).toBe('=, text')
  })
})

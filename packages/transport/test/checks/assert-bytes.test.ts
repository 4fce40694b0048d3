import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { assertBytes } from '../../src/index.ts'

describe('assertBytes', () => {
  it.each<[string, unknown]>([
    ['a Uint8Array', new Uint8Array(2)],
    ['a Buffer', Buffer.from('ab')],
    ['a Uint8Array of another realm', runInNewContext('new Uint8Array(2)')],
  ])('takes %s', (_, value) => expect(() => assertBytes(value)).not.toThrow())

  it.each<[unknown, string]>([
    ['text', 'string'],
    [null, 'null'],
    [new Uint16Array(2), 'Uint16Array'],
    [new ArrayBuffer(2), 'ArrayBuffer'],
    [{ [Symbol.toStringTag]: 'Uint8Array' }, 'Object'],
  ])('refuses %o', (value, what) =>
    expect(() => assertBytes(value)).toThrow(new TypeError(`Value is ${what}; expected a Uint8Array`)),
  )
})

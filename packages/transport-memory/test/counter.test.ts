import { describe, expect, it } from 'vitest'
import { readCounter, writeCounter } from '../src/counter.ts'

// Each as memcached 1.6.18 reads it.
describe('readCounter', () => {
  it.each([
    ['0', 0n],
    ['9', 9n],
    ['007', 7n],
    ['+5', 5n],
    [' 5', 5n],
    ['\t\n\v\f\r 5', 5n],
    ['5 ', 5n],
    ['5\r\n', 5n],
    ['5 6', 5n],
    ['5 apples', 5n],
    ['5\0x', 5n],
    ['-0', 0n],
    ['18446744073709551615', 18446744073709551615n],
    ['00000000000000000000000000012', 12n],
    ['-18446744073709551615', 1n],
  ])('reads %j as %d', (text, number) => {
    expect(readCounter(Buffer.from(text))).toBe(number)
  })

  it.each([
    '',
    'x',
    '5x',
    '5,6',
    '0x10',
    '1e3',
    '1.5',
    '+',
    '-5',
    '- 5',
    '18446744073709551616',
    '184467440737095516150',
    '\ufeff5',
  ])('reads no number in %j', (text) => {
    expect(readCounter(Buffer.from(text))).toBeUndefined()
  })
})

describe('writeCounter', () => {
  it.each([
    [9n, 2, '9 '],
    [10n, 2, '10'],
    [10n, 1, '10'],
    [0n, 5, '0    '],
    [18446744073709551615n, 0, '18446744073709551615'],
  ])('writes %d over %i bytes as %j', (counter, byteLength, text) => {
    expect(Buffer.from(writeCounter(counter, byteLength)).toString()).toBe(text)
  })
})

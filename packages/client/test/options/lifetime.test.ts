import { describe, expect, it } from 'vitest'
import { toSeconds } from '../../src/options/lifetime.ts'

describe('toSeconds', () => {
  it.each([
    [0, 0],
    [90, 90],
    ['0s', 0],
    ['90s', 90],
    ['10m', 600],
    ['1h', 3600],
    ['1.5h', 5400],
    ['7d', 604_800],
    ['365d', 31_536_000],
  ] as const)('%o is %i seconds', (lifetime, seconds) => {
    expect(toSeconds(lifetime)).toBe(seconds)
  })

  it.each([
    -1,
    0.5,
    Number.NaN,
    Infinity,
    2 ** 53,
    '',
    '60',
    's',
    '-1s',
    '+1s',
    '1e3s',
    '0.5s',
    '.5h',
    '500ms',
    '1w',
    '1 h',
    '10 minutes',
    'toString',
    '9007199254740992s',
    `${'9'.repeat(400)}d`,
  ])('%o is a RangeError', (lifetime) => {
    expect(() => Reflect.apply(toSeconds, undefined, [lifetime])).toThrow(RangeError)
  })

  it.each([null, undefined, true, 5n, {}, [60], new Date(0)])('%o is a TypeError', (lifetime) => {
    expect(() => Reflect.apply(toSeconds, undefined, [lifetime])).toThrow(TypeError)
  })

  it('the message says what is expected, and shows a long text shortened', () => {
    const text = 'ten minutes '.repeat(10)
    expect(() => Reflect.apply(toSeconds, undefined, [text])).toThrow(
      `Lifetime is "${text.slice(0, 40)}"; expected whole seconds, or a text such as '90s', '10m', '1h' or '7d'`,
    )
  })
})

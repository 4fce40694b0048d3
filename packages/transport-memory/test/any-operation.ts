import fc from 'fast-check'
import { longestValue } from './longest-value.ts'
import type { Operation } from './operation.ts'

/** The shortest and the longest key, and one between. */
export const KEYS = ['a', 'bb', 'k'.repeat(250)] as const

const DAY = 24 * 60 * 60

/** So many zero bytes, which a counterexample does not spell out. */
const zeros = (length: number): Uint8Array =>
  Object.defineProperty(new Uint8Array(length), fc.toStringMethod, {
    value: () => `new Uint8Array(${length})`,
  })

// Two things are left out, since memcached 1.6.18 then reads on behind the value, in whatever lay there
// before: a value of nothing but spaces, in which it looks for a number, and a minus sign beside a number
// from 2^63 on.
const isRead = (value: Uint8Array): boolean =>
  /^$|[^\s]/.test(Buffer.from(value).toString('latin1')) && !value.includes(0x2d)

const key = fc.constantFrom(...KEYS)
const flags = fc.constantFrom(0, 0, 1, 16, 0x01020304, 2 ** 32 - 1)
const lifetime = fc.constantFrom(0, 60, 30 * DAY, 30 * DAY + 1, 365 * DAY)
const uint64 = fc.oneof(
  fc.bigInt(0n, 300n),
  fc.bigInt(2n ** 64n - 300n, 2n ** 64n - 1n),
  fc.bigInt(0n, 2n ** 64n - 1n),
)
const numeric = fc
  .tuple(
    fc.constantFrom('', ' ', '\t', '\0', '+', '0', '00'),
    uint64,
    fc.constantFrom('', '', '', ' ', '\0', '\r\n', 'x', '9', ' x'),
  )
  .map(([before, number, after]) => Uint8Array.from(Buffer.from(`${before}${number}${after}`)))
const value = fc
  .oneof(
    { arbitrary: numeric, weight: 6 },
    { arbitrary: fc.uint8Array({ maxLength: 40 }).map((array) => Uint8Array.from(array)), weight: 4 },
    {
      arbitrary: fc
        .integer({ min: longestValue('k'.repeat(250), 1) - 3, max: longestValue('a') + 3 })
        .map(zeros),
      weight: 1,
    },
  )
  .filter(isRead)

/** Any call of the contract on any of `KEYS`, with what memcached treats specially made likely. */
export const anyOperation: fc.Arbitrary<Operation> = fc.oneof(
  {
    arbitrary: fc.record({
      name: fc.constantFrom('set' as const, 'add' as const, 'replace' as const),
      key,
      value,
      flags,
      lifetime,
    }),
    weight: 6,
  },
  {
    arbitrary: fc.record({ name: fc.constantFrom('append' as const, 'prepend' as const), key, value }),
    weight: 3,
  },
  {
    arbitrary: fc.record({
      name: fc.constant('compareAndSet' as const),
      key,
      value,
      flags,
      lifetime,
      back: fc.nat(2),
    }),
    weight: 3,
  },
  {
    arbitrary: fc.record({
      name: fc.constant('increment' as const),
      key,
      delta: fc.tuple(uint64, fc.boolean()).map(([amount, isDown]) => (isDown ? -amount : amount)),
      initial: fc.option(uint64, { nil: undefined }),
      lifetime,
    }),
    weight: 6,
  },
  { arbitrary: fc.record({ name: fc.constant('touch' as const), key, lifetime }), weight: 2 },
  { arbitrary: fc.record({ name: fc.constant('delete' as const), key }), weight: 2 },
  { arbitrary: fc.record({ name: fc.constant('hasMany' as const), keys: fc.uniqueArray(key) }), weight: 1 },
  { arbitrary: fc.record({ name: fc.constant('flush' as const) }), weight: 1 },
)

import { describe, expect, it } from 'vitest'
import { FaultProxy, startMemcached, testFaults, type TestFaultsOptions } from '../src/index.ts'
import { subject } from './faults/subject.ts'

/** Passes a value of a wrong type. */
const as = (value: unknown): never => value as never

const declare = (options: Partial<TestFaultsOptions>): void =>
  testFaults('X', { describe: () => undefined, it: () => undefined, ...subject, ...options })

/** A mistake, the call that makes it, and the class of the error. */
const mistakes: readonly (readonly [what: string, call: () => unknown, kind: ErrorConstructor])[] = [
  ['a shortfall that is not the name of a clause', () => declare({ shortfalls: ['is slow'] }), RangeError],
  ['an unknown lack', () => declare({ lacks: as(['time']) }), RangeError],
  ['a proxy before a port that is a string', () => FaultProxy.start(as('11211')), TypeError],
  ['a proxy before port 0', () => FaultProxy.start(0), TypeError],
  ['a memcached at port 65,536', () => startMemcached({ port: 65_536 }), TypeError],
  ['a memcached at a port that is a string', () => startMemcached({ port: as('11211') }), TypeError],
]

describe('a mistake with the suites', () => {
  it.each(mistakes)('%s', async (_, call, kind) => {
    const error: unknown = await Promise.resolve()
      .then(call)
      .then(
        () => 'no error',
        (thrown: unknown) => thrown,
      )
    expect(error).toBeInstanceOf(kind)
  })
})

import { describe, expect, it } from 'vitest'
import { assertSameMembers } from '../../src/conformance/assert-same-members.ts'

const keys = Array.from({ length: 300 }, (_, index) => `key-${index}`)

describe('assertSameMembers', () => {
  it('passes for the same members in another order', () => {
    expect(() => assertSameMembers(keys.toReversed(), keys, 'getMany')).not.toThrow()
  })

  it('says in one short line how many members are missing or unexpected, and names the first ones', () => {
    const given = [...keys.slice(0, 100), 'odd']
    expect(() => assertSameMembers(given, keys, 'getMany')).toThrow(
      'getMany: 200 of 300 are missing: key-100, key-101, key-102, key-103, key-104 and 195 more; 1 were not expected: odd',
    )
  })
})

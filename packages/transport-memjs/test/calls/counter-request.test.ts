import { describe, expect, it } from 'vitest'
import { toCounterRequest } from '../../src/calls/counter-request.ts'
import { Opcode } from '../../src/wire/opcode.ts'

describe('toCounterRequest', () => {
  it('writes 64 bits of delta and initial value', () => {
    const { opcode, extras } = toCounterRequest('key', 2n ** 63n, { initial: 2n ** 64n - 1n, lifetime: 60 })
    expect(opcode).toBe(Opcode.increment)
    expect(extras?.toString('hex')).toBe('8000000000000000ffffffffffffffff0000003c')
  })

  it('asks for a decrement by a negative delta, and for no creation without an initial value', () => {
    const { opcode, extras } = toCounterRequest('key', -1)
    expect(opcode).toBe(Opcode.decrement)
    expect(extras?.toString('hex')).toBe('00000000000000010000000000000000ffffffff')
  })
})

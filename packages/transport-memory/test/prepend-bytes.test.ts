import { describe, expect, it } from 'vitest'
import { prependBytes } from '../src/prepend-bytes.ts'

describe('prependBytes', () => {
  it('puts the new bytes before the old', () => {
    expect([...prependBytes(Uint8Array.of(3, 4), Uint8Array.of(1, 2))]).toEqual([1, 2, 3, 4])
  })
})

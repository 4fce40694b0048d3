import { describe, expect, it } from 'vitest'
import { oneAtATime } from '../../src/distribution/one-at-a-time.ts'

describe('oneAtATime', () => {
  // Made with libhashkit 1.1.4's `libhashkit_one_at_a_time`.
  it.each([
    ['', 0],
    ['a', 3_392_050_242],
    ['user:1', 2_773_942_091],
    ['x'.repeat(250), 51_816_958],
  ])('of "%s" is %i', (text, hash) => {
    expect(oneAtATime(text)).toBe(hash)
  })
})

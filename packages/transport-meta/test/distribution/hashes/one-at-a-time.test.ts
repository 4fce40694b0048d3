import { describe, expect, it } from 'vitest'
import { oneAtATime } from '../../../src/distribution/hashes/one-at-a-time.ts'
import { utf8Text } from '../../../src/distribution/hashes/utf8-text.ts'

describe('oneAtATime', () => {
  // Made with libhashkit 1.1.4's `libhashkit_one_at_a_time`.
  it.each([
    ['', 0],
    ['a', 3_392_050_242],
    ['user:1', 2_773_942_091],
    ['x'.repeat(250), 51_816_958],
    ['ключ', 4_224_321_546],
  ])('of "%s" is %i', (text, hash) => {
    expect(oneAtATime(utf8Text(text))).toBe(hash)
  })
})

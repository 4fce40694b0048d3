import { describe, expect, it } from 'vitest'
import { InvalidKeyError, isInvalidKeyError } from '../src/index.ts'

describe('isInvalidKeyError', () => {
  it.each<[string, unknown]>([
    ['an error of this copy', new InvalidKeyError('cyclic', 'key holds itself')],
    [
      'an error of another copy',
      Object.assign(new TypeError('key holds itself'), { name: 'InvalidKeyError', code: 'cyclic' }),
    ],
  ])('says yes to %s', (_, error) => {
    expect(isInvalidKeyError(error)).toBe(true)
  })

  it.each<[string, unknown]>([
    ['another error', new TypeError('key holds itself')],
    ['an error with another name', Object.assign(new Error('x'), { name: 'TypeError', code: 'cyclic' })],
    ['an error without a code', Object.assign(new Error('x'), { name: 'InvalidKeyError' })],
    ['a function with the name', Object.assign(() => {}, { code: 'cyclic' })],
    ['an object without a name', { code: 'cyclic' }],
    ['null', null],
    ['undefined', undefined],
    ['a text', 'InvalidKeyError'],
  ])('says no to %s', (_, error) => {
    expect(isInvalidKeyError(error)).toBe(false)
  })
})

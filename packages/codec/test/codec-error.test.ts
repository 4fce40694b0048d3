import { describe, expect, it } from 'vitest'
import { CodecError, isCodecError } from '../src/index.ts'

describe('isCodecError', () => {
  it.each<[string, unknown]>([
    ['an error of this package', new CodecError('malformed', 'message')],
    [
      'an error of another copy of it',
      Object.assign(new Error('message'), { name: 'CodecError', code: 'malformed' }),
    ],
  ])('knows %s', (_, error) => {
    expect(isCodecError(error)).toBe(true)
  })

  it.each<[string, unknown]>([
    ['an error of another name', Object.assign(new Error('message'), { code: 'malformed' })],
    ['an error without a code', Object.assign(new Error('message'), { name: 'CodecError' })],
    ['an object without a name', { code: 'malformed' }],
    ['a function', Object.assign({ CodecError: () => 1 }.CodecError, { code: 'malformed' })],
    ['a text', 'CodecError'],
    ['null', null],
    ['undefined', undefined],
  ])('does not take %s for one', (_, error) => {
    expect(isCodecError(error)).toBe(false)
  })
})

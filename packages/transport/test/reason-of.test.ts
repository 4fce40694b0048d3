import { describe, expect, it } from 'vitest'
import { reasonOf } from '../src/index.ts'

const refused = (address: string): Error =>
  Object.assign(new Error(`connect ECONNREFUSED ${address}`), { code: 'ECONNREFUSED' })

describe('reasonOf', () => {
  it.each([
    ['the message', new Error('broken'), 'broken'],
    [
      'the code where the message leaves it out',
      Object.assign(new Error('read'), { code: 'EIO' }),
      'read (EIO)',
    ],
    ['the code once', refused('::1:5'), 'connect ECONNREFUSED ::1:5'],
    [
      'each error of several',
      new AggregateError([refused('::1:5'), refused('127.0.0.1:5')]),
      'connect ECONNREFUSED ::1:5; connect ECONNREFUSED 127.0.0.1:5',
    ],
    ['the name where there is nothing else', new RangeError(''), 'RangeError'],
    ['a text that was thrown', 'boo', 'boo'],
    ['what kind of thing was thrown', undefined, 'a thrown undefined'],
  ])('gives %s', (_, error, reason) => expect(reasonOf(error)).toBe(reason))

  it('comes to an end with an error that holds itself', () => {
    const error = new AggregateError([])
    error.errors.push(error)
    expect(reasonOf(error)).toBe('AggregateError')
  })
})

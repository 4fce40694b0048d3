import { describe, expect, it } from 'vitest'
import { everythingIn, spellingsOf } from '../../../src/faults/acts/everything-in.ts'

const SECRET = 'hunter2-hunter2'
const bytes = new TextEncoder().encode(SECRET)

const errors: readonly [where: string, error: Error][] = [
  ['the message', new Error(`no place for ${SECRET}`)],
  ['a cause', new Error('failed', { cause: new Error(SECRET) })],
  ['one error of several', new AggregateError([new Error(SECRET)], 'failed')],
  ['a property', Object.assign(new Error('failed'), { value: SECRET })],
  ['bytes in a property', Object.assign(new Error('failed'), { value: bytes })],
  ['bytes in a Map', Object.assign(new Error('failed'), { items: new Map([['key', { value: bytes }]]) })],
]

describe('everythingIn', () => {
  it.each(errors)('shows a value in %s', (_, error) => {
    const text = everythingIn(error)
    expect(spellingsOf(SECRET).some((spelling) => text.includes(spelling))).toBe(true)
  })

  it('shows no value when the error has none', () => {
    const text = everythingIn(new Error('failed', { cause: new Error('refused') }))
    expect(spellingsOf(SECRET).some((spelling) => text.includes(spelling))).toBe(false)
  })
})

import { describe, expect, it } from 'vitest'
import { fromStored, toStored } from '../src/timed-value.ts'

const END = 1_767_225_600_000

describe('toStored', () => {
  // Known answers: a change makes every stored value a miss.
  it.each([
    ['a text', 'a:b', END, '1767225600000:a:b'],
    ['an empty text for ever', '', Number.POSITIVE_INFINITY, 'Infinity:'],
    ['a number', 7, END, [1_767_225_600_000, 7]],
    ['null for ever', null, Number.POSITIVE_INFINITY, [null, null]],
    ['bytes', Uint8Array.of(1, 2), END, Uint8Array.of(0x42, 0x79, 0xb7, 0x6d, 0xaa, 0x80, 0, 0, 1, 2)],
  ])('puts the end before %s', (_, value, end, stored) => {
    expect(toStored({ value, end })).toEqual(stored)
    expect(fromStored(stored)).toEqual({ value, end })
  })
})

describe('fromStored', () => {
  it.each([
    ['text', 'hello'],
    ['text with a colon', 'hello: world'],
    ['text with nothing before the colon', ':x'],
    ['bytes', Uint8Array.of(1, 2, 3)],
    ['list', [1, 2, 3]],
    ['pair', ['1', 2]],
    ['object', { value: 1, end: 2 }],
    ['number', 5],
    ['undefined', undefined],
  ])('gives nothing for a %s that another has stored', (_, stored) => {
    expect(fromStored(stored)).toBeUndefined()
  })
})

import { expect, it } from 'vitest'
import { show } from '../../src/conformance/show.ts'

it.each([
  ['a,b', '"a,b"'],
  [5, '5'],
  [5n, '5n'],
  [null, 'null'],
  [{ servers: [] }, '{"servers":[]}'],
  [new Map([['a', 1]]), 'new Map([["a",1]])'],
  [new URL('tcp://a:1'), 'new URL("tcp://a:1")'],
  ['k'.repeat(100), `"${'k'.repeat(59)}…`],
])('show gives %o as source text', (value, text) => {
  expect(show(value)).toBe(text)
})

import { describe, expect, it } from 'vitest'
import { type CpuProfile, hotFunctions } from '../../src/pages/hot-functions.ts'

function node(id: number, functionName: string, url = '', lineNumber = -1): CpuProfile['nodes'][number] {
  return { id, callFrame: { functionName, url, lineNumber } }
}

describe('hotFunctions', () => {
  it('sums the samples of a function over all its callers, the hottest first, without idle time', () => {
    const profile = {
      nodes: [
        node(1, '(idle)'),
        node(2, 'parse', 'file:///a/lib/parser.js', 9),
        node(3, 'parse', 'file:///a/lib/parser.js', 9),
        node(4, '(garbage collector)'),
        node(5, '', 'node:net', 4),
      ],
      samples: [1, 1, 1, 2, 3, 3, 4, 4, 5, 3],
    }
    expect(hotFunctions(profile, 2)).toEqual([
      { name: 'parse lib/parser.js:10', share: 4 / 7 },
      { name: '(garbage collector)', share: 2 / 7 },
    ])
    expect(hotFunctions(profile, 10).at(-1)?.name).toBe('(anonymous) node:net:5')
  })
})

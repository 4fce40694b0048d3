import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../src/faults/proxy/create-random.ts'

describe('createRandom', () => {
  it('gives the numbers of mulberry32, so that printed seeds stay valid', () => {
    const random = createRandom(1)
    expect([random(), random(), random()]).toEqual([
      0.6270739405881613, 0.002735721180215478, 0.5274470399599522,
    ])
  })

  it('gives numbers from 0 up to 1, evenly', () => {
    const random = createRandom(2)
    const tenths = Array.from({ length: 10 }, () => 0)
    for (let count = 0; count < 10_000; count++) {
      const tenth = Math.floor(random() * 10)
      tenths[tenth] = (tenths[tenth] ?? 0) + 1
    }
    for (const count of tenths) expect(count).toBeGreaterThan(800)
    expect(tenths).toHaveLength(10)
  })
})

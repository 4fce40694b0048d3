import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Fifo } from '../../src/connection/fifo.ts'

describe('Fifo', () => {
  it('gives what was pushed, the oldest first, whatever the order of pushes and shifts', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 5000, size: 'max' }), (pushes) => {
        const fifo = new Fifo<number>()
        const model: number[] = []
        for (const [index, isPush] of pushes.entries()) {
          if (isPush) {
            fifo.push(index)
            model.push(index)
          } else if (fifo.shift() !== model.shift()) return false
          if (fifo.first !== model[0]) return false
        }
        return true
      }),
      { numRuns: 50 },
    )
  })

  it('keeps 5,000 items in order over many times that', () => {
    const fifo = new Fifo<number>()
    const misplaced: number[] = []
    for (let item = 0; item < 5000; item++) fifo.push(item)
    for (let item = 5000; item < 50_000; item++) {
      if (fifo.shift() !== item - 5000) misplaced.push(item)
      fifo.push(item)
    }
    expect(misplaced).toEqual([])
  })
})

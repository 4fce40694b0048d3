import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Call } from '../src/calls/call.ts'
import { CallQueue } from '../src/calls/call-queue.ts'
import { createGetCall } from '../src/commands/get.ts'

describe('CallQueue', () => {
  it('gives what was put in, in the order in which it was put in, whatever is done in between', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -40, max: 60 }), { maxLength: 40 }), (steps) => {
        const queue = new CallQueue()
        const model: Call<unknown>[] = []
        for (const step of steps) {
          for (let count = 0; count < step; count++) {
            const call = createGetCall('k')
            queue.push(call)
            model.push(call)
          }
          for (let count = 0; count > step; count--) expect(queue.shift()).toBe(model.shift())
          expect(queue.length).toBe(model.length)
          expect(queue.first).toBe(model[0])
          expect(queue.at(3)).toBe(model[3])
          expect([...queue]).toEqual(model)
        }
      }),
    )
  })
})

import { TransportError } from '@lmc/transport'
import { describe, expect, it } from 'vitest'
import { settleInPortions } from '../../src/guard/settle-in-portions.ts'

const overloaded = new TransportError('overloaded', 'too much')

/** Accepts so many calls at once, and rejects the rest. */
function limited(room: number): {
  readonly work: (item: number) => Promise<number>
  readonly done: number[]
} {
  const done: number[] = []
  let underWay = 0
  const work = async (item: number): Promise<number> => {
    if (underWay === room) throw overloaded
    underWay++
    await new Promise(setImmediate)
    underWay--
    done.push(item)
    return item
  }
  return { work, done }
}

const range = (length: number): number[] => Array.from({ length }, (_, index) => index)
const valuesOf = (outcomes: readonly PromiseSettledResult<number>[]): unknown[] =>
  outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : outcome.reason))

describe('settleInPortions', () => {
  it.each([1, 2, 3, 100, 4095, 1_000_000])(
    'carries out 10,000 calls when %i are accepted at once',
    async (room) => {
      const { work, done } = limited(room)
      const outcomes = await settleInPortions(range(10_000), () => 0, work)
      expect(valuesOf(outcomes)).toEqual(range(10_000))
      expect(done).toHaveLength(10_000)
    },
  )

  it('gives each item its own outcome, also one that throws', async () => {
    const outcomes = await settleInPortions(
      range(4),
      () => 0,
      (item) => {
        if (item === 1) throw new TypeError('one')
        return item === 2 ? Promise.reject(new Error('two')) : Promise.resolve(item)
      },
    )
    expect(valuesOf(outcomes)).toEqual([0, new TypeError('one'), new Error('two'), 3])
  })

  it('rejects an item that is rejected even alone', async () => {
    const outcomes = await settleInPortions(
      range(3),
      () => 0,
      () => Promise.reject(overloaded),
    )
    expect(valuesOf(outcomes)).toEqual([overloaded, overloaded, overloaded])
  })

  it('has few large values in flight at once', async () => {
    let [underWay, most] = [0, 0]
    await settleInPortions(
      range(100),
      () => 1_000_000,
      async () => {
        most = Math.max(most, ++underWay)
        await new Promise(setImmediate)
        underWay--
      },
    )
    expect(most).toBe(4)
  })

  it('resolves to an empty list for no items', async () => {
    await expect(settleInPortions([], () => 0, limited(1).work)).resolves.toEqual([])
  })
})

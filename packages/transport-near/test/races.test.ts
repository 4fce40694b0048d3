import { setImmediate as turn } from 'node:timers/promises'
import { forwardTo, type Item } from '@lmc/transport'
import { MemoryStore, MemoryTransport } from '@lmc/transport-memory'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nearTransport } from '../src/index.ts'
import { gated } from './gated-transport.ts'

const MAX_AGE = 100

/** One version of the item: what it held, and since when. */
interface Version {
  readonly text: string | undefined
  readonly since: number
  readonly isOwn: boolean
}

const anyStep = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom<'get' | 'getMany'>('get', 'getMany') },
  { weight: 3, arbitrary: fc.constantFrom<'set' | 'delete' | 'flush'>('set', 'delete', 'flush') },
  {
    weight: 2,
    arbitrary: fc.constantFrom<'set by another' | 'delete by another'>('set by another', 'delete by another'),
  },
  { weight: 6, arbitrary: fc.record({ release: fc.nat(5) }) },
  { weight: 3, arbitrary: fc.record({ wait: fc.integer({ min: 1, max: 60 }) }) },
)

type Step = typeof anyStep extends fc.Arbitrary<infer S> ? S : never

/** Does the steps, and gives each answer that could not be right. */
async function wrongAnswersOf(steps: readonly Step[], writesLate: boolean): Promise<string[]> {
  let now = 1000
  const store = new MemoryStore({ clock: () => now })
  const memory = new MemoryTransport({ store })
  const note = (text: string | undefined, isOwn: boolean): void =>
    void versions.push({ text, since: now, isOwn })
  const far = gated(
    forwardTo(memory, {
      set: (key, value) => {
        note(Buffer.from(value).toString(), true)
        return memory.set(key, value)
      },
      delete: (key) => {
        note(undefined, true)
        return memory.delete(key)
      },
      flush: () => {
        note(undefined, true)
        return memory.flush()
      },
    }),
    { writesLate },
  )
  const near = nearTransport(far, { clock: () => now, maxAge: MAX_AGE })
  const other = new MemoryTransport({ store })
  const versions: Version[] = [{ text: undefined, since: 0, isOwn: false }]
  const wrong: string[] = []
  const calls: Promise<unknown>[] = []
  far.hold()

  const check = async (reading: Promise<Item | undefined>): Promise<void> => {
    const askedAt = now
    const before = versions.length
    const item = await reading
    const text = item && Buffer.from(item.value).toString()
    const isRight = versions.some((version, at) => {
      const until = versions[at + 1]?.since ?? Infinity
      const isOverwritten = versions.slice(at + 1, before).some(({ isOwn }) => isOwn)
      return version.text === text && until > askedAt - MAX_AGE && !isOverwritten
    })
    if (!isRight) wrong.push(`${text} at ${askedAt} of ${JSON.stringify(versions)}`)
  }
  let texts = 0
  const next = (): Uint8Array => Buffer.from(String(++texts))

  for (const step of steps) {
    if (typeof step === 'object') {
      if ('wait' in step) now += step.wait
      else if (far.waiting > 0) far.release(step.release % far.waiting)
    } else if (step === 'get') calls.push(check(near.get('a')))
    else if (step === 'getMany') calls.push(check(near.getMany(['a', 'b']).then((items) => items.get('a'))))
    else if (step === 'delete') calls.push(near.delete('a'))
    else if (step === 'flush') calls.push(near.flush())
    else if (step === 'set') calls.push(near.set('a', next()))
    else if (step === 'set by another') {
      const value = next()
      note(String(texts), false)
      await other.set('a', value)
    } else {
      note(undefined, false)
      await other.delete('a')
    }
    await turn()
  }
  far.free()
  await Promise.all(calls)
  return wrong
}

describe('nearTransport, with calls that overlap in any order', () => {
  it('gives no value that is older than its own last write, or than maxAge', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyStep, { minLength: 5, maxLength: 40 }),
        fc.boolean(),
        async (steps, writesLate) => {
          expect(await wrongAnswersOf(steps, writesLate)).toEqual([])
        },
      ),
      { numRuns: 3000 },
    )
  })
})

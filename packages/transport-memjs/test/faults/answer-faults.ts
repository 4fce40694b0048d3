import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from './fault.ts'
import { outcomeOf, PATIENCE } from './outcome.ts'
import { SHORT } from './subject.ts'

const DAY = 24 * 60 * 60

/** Where memjs asks for the wrong thing, or reads the answer wrongly. */
export const answerFaults: readonly Fault[] = [
  {
    name: 'prepend puts the bytes behind the item',
    look: async ({ subject }) => {
      await subject.set('key', 'b')
      await subject.prepend('key', 'a')
      return subject.get('key')
    },
    bare: 'ba',
    mended: 'ab',
  },
  {
    name: 'an append to a key that is not there is an error',
    look: async ({ subject }) => outcomeOf(subject.append('missing', 'a')),
    bare: 'rejected',
    mended: { resolved: false },
  },
  {
    name: 'a prepend to a key that is not there is an error',
    look: async ({ subject }) => outcomeOf(subject.prepend('missing', 'a')),
    bare: 'rejected',
    mended: { resolved: false },
  },
  {
    name: 'a counter above 2^32 is read wrongly',
    look: async ({ subject }) => {
      await subject.set('key', '8589934592')
      return subject.increment('key', 1)
    },
    bare: '513',
    mended: '8589934593',
  },
  {
    name: 'a delta of 2^32 cannot be sent',
    look: async ({ subject }) => {
      await subject.set('key', '1')
      return outcomeOf(subject.increment('key', 2 ** 32))
    },
    bare: 'rejected',
    mended: { resolved: '4294967297' },
  },
  {
    name: 'increment creates a counter that nobody asked for',
    look: async ({ subject }) => {
      await subject.increment('missing', 1)
      return subject.get('missing')
    },
    bare: '0',
    mended: undefined,
  },
  {
    name: 'a lifetime of 31 days ends in 1970',
    look: async ({ subject }) => {
      await subject.set('key', 'x', 31 * DAY)
      return subject.get('key')
    },
    bare: undefined,
    mended: 'x',
  },
  {
    name: 'a lifetime of 0 does not override a default of 1 second',
    special: { expires: 1 },
    look: async ({ subject }) => {
      await subject.set('key', 'x', 0)
      await sleep(2100)
      return subject.get('key')
    },
    bare: undefined,
    mended: 'x',
  },
  {
    name: 'a key of 251 bytes hangs the next call',
    special: { timeout: SHORT },
    look: async ({ subject }) => {
      await subject.set('key', 'x')
      const long = outcomeOf(subject.get('k'.repeat(251)))
      const next = outcomeOf(subject.get('key'), PATIENCE)
      return [await long, await next]
    },
    bare: ['rejected', 'hung'],
    mended: ['rejected', { resolved: 'x' }],
  },
]

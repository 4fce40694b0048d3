import type { Transport } from '@lmc/transport'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyInterleaving } from './interleaving-property.ts'

/** A transport that has some other methods. */
function withMethods(transport: Transport, methods: Partial<Transport>): Transport {
  return new Proxy(transport, {
    get: (target, name) => {
      const member: unknown = Reflect.get(methods, name) ?? Reflect.get(target, name)
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
}

/** Each makes of a tracker one that is wrong. */
const mistakes: Record<string, (transport: Transport) => Transport> = {
  'rewrites an item whatever others have appended meanwhile': (transport) =>
    withMethods(transport, {
      compareAndSet: async (key, value) => {
        await transport.set(key, value)
        return true
      },
    }),
  'takes every set for over': (transport) =>
    withMethods(transport, {
      getMany: async (keys) => {
        const items = await transport.getMany(keys)
        const over = { value: Buffer.from('zzz'), flags: 0 }
        return new Map([
          ...items,
          ...keys.filter((key) => key.includes(':writer:')).map((key) => [key, over] as const),
        ])
      },
    }),
  'reads only the items that all clients begin with': (transport) =>
    withMethods(transport, {
      getMany: async (keys) => {
        const items = await transport.getMany(keys)
        return new Map([...items].filter(([key]) => !/:0\.[2-9]/.test(key)))
      },
    }),
}

describe('the property of any interleaving', () => {
  it.each(Object.entries(mistakes))('finds a tracker that %s', async (_, tamper) => {
    const { failed } = await fc.check(anyInterleaving(tamper), { numRuns: 1000, endOnFailure: true })
    expect(failed).toBe(true)
  })
})

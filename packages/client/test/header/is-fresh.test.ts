import { randomBytes } from 'node:crypto'
import { MemoryTransport } from '@lmc/transport-memory'
import { describe, expect, it } from 'vitest'
import { type Failure, MemcachedClient } from '../../src/index.ts'
import { isFresh } from '../../src/header/is-fresh.ts'
import { type ItemHeader, NO_GENERATIONS, withHeader } from '../../src/header/item-header.ts'

describe('isFresh', () => {
  it('a value without a moment is fresh', () => {
    expect(isFresh(NO_GENERATIONS)).toBe(true)
  })
})

const now = Date.now()
const hour = 3_600_000

describe('reads', () => {
  it.each<[string, Partial<ItemHeader>, number | undefined]>([
    [
      'give a value that is fresh',
      { freshness: { freshUntil: now + hour, refreshAt: now + hour, staleFor: 60 } },
      7,
    ],
    [
      'give a value that may be loaded ahead',
      { freshness: { freshUntil: now + hour, refreshAt: now - hour, staleFor: 60 } },
      7,
    ],
    [
      'do not give a stale value',
      { freshness: { freshUntil: now, refreshAt: now, staleFor: 60 } },
      undefined,
    ],
    [
      'do not give a lease',
      { lease: { token: randomBytes(8), duration: 10, isGivenUp: false, failures: 0 } },
      undefined,
    ],
    [
      'do not give a lease that was given up',
      { lease: { token: randomBytes(8), duration: 10, isGivenUp: true, failures: 1 } },
      undefined,
    ],
  ])('%s', async (_, header, value) => {
    const transport = new MemoryTransport()
    const failures: Failure[] = []
    const cache = new MemcachedClient({ transport, onFailure: (failure) => void failures.push(failure) })
    const item = withHeader({ value: Buffer.from('7'), flags: 2 }, { ...NO_GENERATIONS, ...header })
    await transport.set('key', item.value, { flags: item.flags })
    await expect(cache.get('key', { raw: true })).resolves.toBe(value)
    await expect(cache.getMany(['key'], { raw: true })).resolves.toEqual(
      new Map(value === undefined ? [] : [['key', value]]),
    )
    expect(failures).toEqual([])
  })
})

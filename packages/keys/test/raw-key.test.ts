import { describe, expect, it } from 'vitest'
import { isRawKey, memcachedKey, plainKey, RawKey } from '../src/index.ts'

describe('RawKey', () => {
  it('is the memcached key as it is, the namespace before it', () => {
    expect(memcachedKey(new RawKey('a'))).toBe('a')
    expect(memcachedKey(new RawKey('a'), { namespace: 'NS_' })).toBe('NS_a')
    expect(memcachedKey(new RawKey('a'), { raw: true })).toBe('a')
  })

  it('is refused as a raw key of the same text is', () => {
    expect(() => memcachedKey(new RawKey('a b'))).toThrow(expect.objectContaining({ code: 'raw-character' }))
  })

  it('stands alone: inside of another key it is no key', () => {
    const unsupported = expect.objectContaining({ code: 'unsupported-type' })
    expect(() => memcachedKey([new RawKey('a')])).toThrow(unsupported)
    expect(() => plainKey(new RawKey('a'))).toThrow(unsupported)
  })

  it('is known also when another copy of this package made it, and shows the key as text', () => {
    const other: unknown = { key: 'a', [Symbol.for('lmc.rawKey')]: true }
    expect(isRawKey(other)).toBe(true)
    expect([isRawKey('a'), isRawKey(null), isRawKey({ key: 'a' })]).toEqual([false, false, false])
    expect(new RawKey('a').toString()).toBe('a')
  })
})

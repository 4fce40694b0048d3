import { describe, expect, it } from 'vitest'
import { isRawKey, memcachedKey, plainKey, RawKey } from '../src/index.ts'

describe('RawKey', () => {
  it('is the memcached key itself, behind the namespace', () => {
    expect(memcachedKey(new RawKey('a'))).toBe('a')
    expect(memcachedKey(new RawKey('a'), { namespace: 'NS_' })).toBe('NS_a')
    expect(memcachedKey(new RawKey('a'), { raw: true })).toBe('a')
  })

  it('is refused like a raw key of the same text', () => {
    expect(() => memcachedKey(new RawKey('a b'))).toThrow(expect.objectContaining({ code: 'raw-character' }))
  })

  it('may have characters beyond ASCII, also in its namespace, when it says so or the call does', () => {
    const key = new RawKey('ключ', 'utf8')
    expect(memcachedKey(key)).toBe('ключ')
    expect(memcachedKey(new RawKey('a', 'utf8'), { namespace: 'é:' })).toBe('é:a')
    expect(memcachedKey(key, { raw: true })).toBe('ключ')
    expect(memcachedKey(new RawKey('ключ'), { raw: 'utf8' })).toBe('ключ')
    expect(() => memcachedKey(new RawKey('ключ'))).toThrow(expect.objectContaining({ code: 'raw-character' }))
    expect(() => new RawKey('a', 'utf-8' as never)).toThrow(
      new TypeError(`Encoding of a raw key is "utf-8"; expected 'ascii' or 'utf8'`),
    )
  })

  it('is refused inside another key', () => {
    const unsupported = expect.objectContaining({ code: 'unsupported-type' })
    expect(() => memcachedKey([new RawKey('a')])).toThrow(unsupported)
    expect(() => plainKey(new RawKey('a'))).toThrow(unsupported)
  })

  it('is recognised from another copy of this package, and shows the key as text', () => {
    const other: unknown = { key: 'a', [Symbol.for('lmc.rawKey')]: true }
    expect(isRawKey(other)).toBe(true)
    expect([isRawKey('a'), isRawKey(null), isRawKey({ key: 'a' })]).toEqual([false, false, false])
    expect(new RawKey('a').toString()).toBe('a')
  })
})

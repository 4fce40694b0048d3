import { describe, expect, it, vi } from 'vitest'
import { type Item, orPartial, TransportError, withPartial } from '../../src/index.ts'

const none = new Map<string, Item>()
const item = { value: new Uint8Array(1), flags: 0 }
const failure = new TransportError('timeout', 'no answer', { server: 'host:1', command: 'getMany' })

describe('orPartial', () => {
  it('resolves to what the call does', async () => {
    const found = new Map([['a', item]])
    await expect(orPartial(Promise.resolve(found), none, () => {})).resolves.toBe(found)
  })

  it('resolves to what the healthy servers gave, and tells of the failure', async () => {
    const partial = new Map([['a', item]])
    const onFailure = vi.fn()
    const error = withPartial(failure, partial)
    await expect(orPartial(Promise.reject(error), none, onFailure)).resolves.toBe(partial)
    expect(onFailure).toHaveBeenCalledExactlyOnceWith(error)
  })

  it.each([
    ['without partial', failure],
    ['with a partial of another kind', withPartial(failure, new Set(['a']))],
  ])('resolves to none after a failure %s', async (_, error) => {
    await expect(orPartial(Promise.reject(error), none, () => {})).resolves.toBe(none)
  })

  it('rejects with what is no failure of the transport', async () => {
    const onFailure = vi.fn()
    await expect(orPartial(Promise.reject(new Error('given up')), none, onFailure)).rejects.toThrow(
      'given up',
    )
    expect(onFailure).not.toHaveBeenCalled()
  })
})

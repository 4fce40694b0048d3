import { describe, expect, it, vi } from 'vitest'
import { getManyByGet, type Item, TransportError } from '../../src/index.ts'

const item = (text: string): Item => ({ value: new TextEncoder().encode(text), flags: 0 })

describe('getManyByGet', () => {
  it('gives the hits, and asks once for a key that is there twice', async () => {
    const get = vi.fn(async (key: string) => (key === 'missing' ? undefined : item(key)))
    const hits = await getManyByGet(['a', 'missing', 'a', 'b'], get)
    expect([...hits.keys()]).toEqual(['a', 'b'])
    expect(get.mock.calls.map(([key]) => key)).toEqual(['a', 'missing', 'b'])
  })

  it('rejects with what the others gave when one fails', async () => {
    const cause = new TransportError('connection', 'refused', { server: 'host:1', command: 'get' })
    const call = getManyByGet(['a', 'b'], async (key) => {
      if (key === 'a') throw cause
      return item(key)
    })
    const error = await call.catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(TransportError)
    expect(error).toMatchObject({ code: 'connection', server: 'host:1', command: 'getMany', cause })
    expect(error).toHaveProperty('partial', new Map([['b', item('b')]]))
  })

  it('lets a mistake of the caller through', async () => {
    const mistake = new TypeError('a key')
    await expect(getManyByGet(['a'], () => Promise.reject(mistake))).rejects.toBe(mistake)
  })
})

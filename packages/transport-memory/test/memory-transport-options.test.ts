import { describe, expect, it } from 'vitest'
import { MemoryStore, MemoryTransport, type MemoryTransportOptions } from '../src/index.ts'

/** As a caller without types does. */
function create(options: unknown): MemoryTransport {
  return new MemoryTransport(options as MemoryTransportOptions)
}

describe('the options of MemoryTransport', () => {
  it.each([
    [{ maxbytes: 2 ** 26 }, /"maxbytes"; did you mean "maxBytes"/],
    [{ servers: ['10.0.0.1:11211'] }, /no option "servers"/],
    [{ maxBytes: '64m' }, /maxBytes is a string/],
    [{ clock: 5 }, /clock is a number/],
    [{ store: new Map() }, /store is no MemoryStore/],
    [{ store: new MemoryStore(), maxBytes: 2 ** 21 }, /store is given beside maxBytes or clock/],
    ['10.0.0.1:11211', /a string/],
    [null, /null/],
  ])('refuse %o by a TypeError', (options, message) => {
    expect(() => create(options)).toThrow(TypeError)
    expect(() => create(options)).toThrow(message)
  })

  it('take what is undefined for absent', () => {
    expect(create({ store: undefined, maxBytes: undefined, clock: undefined }).servers).toEqual(['memory'])
  })
})

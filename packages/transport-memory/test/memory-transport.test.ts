import { describe, expect, it } from 'vitest'
import { MemoryStore } from '../src/memory-store.ts'
import { MemoryTransport } from '../src/memory-transport.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('MemoryTransport', () => {
  it('has a store of its own unless it is given one', async () => {
    const [one, other] = [new MemoryTransport(), new MemoryTransport()]
    await one.set('k', bytes('x'))
    expect(await other.get('k')).toBeUndefined()
  })

  it('shares a store with others, which stays when one of them closes', async () => {
    const store = new MemoryStore()
    const [one, other] = [new MemoryTransport({ store }), new MemoryTransport({ store })]
    await one.set('k', bytes('x'))
    await one.close()
    expect(await other.get('k')).toEqual({ value: bytes('x'), flags: 0 })
  })

  it('hands maxBytes and clock to its store', async () => {
    let now = 5000
    const transport = new MemoryTransport({ maxBytes: 2 ** 21, clock: () => now })
    await transport.set('k', bytes('x'), { lifetime: 1 })
    now = 6000
    expect(await transport.get('k')).toBeUndefined()
    expect(await transport.statistics()).toEqual([
      { server: 'memory', statistics: expect.objectContaining({ limit_maxbytes: '2097152', time: '6' }) },
    ])
  })

  it('is one server, named memory', () => {
    expect(new MemoryTransport().servers).toEqual(['memory'])
  })

  it('carries a call out when it is made, and settles it later', async () => {
    const transport = new MemoryTransport()
    const order: string[] = []
    const stored = transport.set('k', bytes('x')).then(() => order.push('stored'))
    order.push('called')
    const item = transport.get('k')
    expect((await item)?.value).toEqual(bytes('x'))
    await stored
    expect(order).toEqual(['called', 'stored'])
  })

  it('keeps a Buffer as bytes of its own, and gives out a plain Uint8Array', async () => {
    const transport = new MemoryTransport()
    const buffer = Buffer.from('mine')
    const stored = transport.set('k', buffer)
    buffer.fill(0)
    await stored
    const item = await transport.get('k')
    expect(item?.value.constructor).toBe(Uint8Array)
    expect(item).toEqual({ value: bytes('mine'), flags: 0 })
  })

  it('checks all keys of getMany and hasMany before it counts one', async () => {
    const transport = new MemoryTransport()
    await expect(transport.getMany(['a', 'b c'])).rejects.toThrow(TypeError)
    await expect(transport.hasMany(['a', 'b c'])).rejects.toThrow(TypeError)
    const [entry] = await transport.statistics()
    expect(entry?.statistics).toMatchObject({ cmd_get: '0' })
  })

  it('counts a get for each different key of getMany and hasMany', async () => {
    const transport = new MemoryTransport()
    await transport.set('a', bytes('x'))
    await transport.getMany(['a', 'b', 'a'])
    await transport.hasMany(['a', 'b', 'a'])
    const [entry] = await transport.statistics()
    expect(entry?.statistics).toMatchObject({ cmd_get: '4', get_hits: '2', get_misses: '2' })
  })

  it('says which command was above the limit of an item, and never shows the value', async () => {
    const transport = new MemoryTransport()
    await expect(transport.add('k', new Uint8Array(2 ** 21))).rejects.toMatchObject({
      code: 'value-too-large',
      server: 'memory',
      command: 'add',
      message: 'add on memory: the item would be above the limit of 1 MiB',
    })
  })
})

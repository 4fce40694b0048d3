import { afterAll, describe, expect, it } from 'vitest'
import { MemoryStore, MemoryTransport, type MemoryTransportOptions } from '../src/index.ts'

/** As somebody without types passes it. */
const as = (value: unknown): never => value as never

const open = (options: MemoryTransportOptions): MemoryTransport => new MemoryTransport(options)
const transport = open({})
const bytes = new Uint8Array(0)

/** What a caller does wrong, how, and the class of the error. */
const mistakes: readonly (readonly [what: string, call: () => unknown, kind: ErrorConstructor])[] = [
  ['options that are a text', () => open(as('memory')), TypeError],
  ['an unknown option', () => open(as({ max: 1 })), TypeError],
  ['a store that is a Map', () => open({ store: as(new Map()) }), TypeError],
  ['a maxBytes that is a text', () => open({ maxBytes: as('64m') }), TypeError],
  ['a maxBytes below the greatest item', () => open({ maxBytes: 1000 }), RangeError],
  ['a clock that is a number', () => new MemoryStore({ clock: as(1) }), TypeError],
  ['a maxBytes of NaN', () => new MemoryStore({ maxBytes: Number.NaN }), RangeError],
  ['a key that is a number', () => transport.get(as(1)), TypeError],
  ['an empty key', () => transport.delete(''), TypeError],
  ['a value that is a text', () => transport.set('key', as('text')), TypeError],
  ['flags of 33 bits', () => transport.set('key', bytes, { flags: 2 ** 32 }), RangeError],
  ['flags that are a text', () => transport.add('key', bytes, { flags: as('1') }), TypeError],
  ['a lifetime below 0', () => transport.replace('key', bytes, { lifetime: -1 }), RangeError],
  ['a lifetime that is a text', () => transport.touch('key', as('1h')), TypeError],
  ['a delta that is a text', () => transport.increment('key', as('1')), TypeError],
  ['a delta of one and a half', () => transport.increment('key', 1.5), RangeError],
  ['an initial value below 0', () => transport.increment('key', 1, { initial: -1 }), RangeError],
  ['a cas that no server gave', () => transport.compareAndSet('key', bytes, 'no cas'), TypeError],
  ['a flush of no server of the list', () => transport.flush({ server: 'b:1' }), RangeError],
  ['a flush of a server that is a number', () => transport.flush({ server: as(1) }), TypeError],
]

describe('a mistake with MemoryTransport', () => {
  afterAll(() => transport.close())

  it.each(mistakes)('%s', async (_, call, kind) => {
    const error: unknown = await Promise.resolve()
      .then(call)
      .then(
        () => 'no error',
        (thrown: unknown) => thrown,
      )
    expect(error).toBeInstanceOf(kind)
  })
})

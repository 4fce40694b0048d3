import type { CallOptions, StoreOptions, Transport } from '@lmc/transport'
import { bytes } from './bytes.ts'

/** A method of the contract that can be called with any key. So a rule for all methods is written once. */
export interface Operation {
  readonly name: keyof Transport
  readonly run: (transport: Transport, key: string, options?: CallOptions) => Promise<unknown>
}

/** The methods that take one key or several. */
export const keyedOperations: readonly Operation[] = [
  { name: 'get', run: (transport, key, options) => transport.get(key, options) },
  { name: 'gets', run: (transport, key, options) => transport.gets(key, options) },
  { name: 'getMany', run: (transport, key, options) => transport.getMany([key], options) },
  { name: 'hasMany', run: (transport, key, options) => transport.hasMany([key], options) },
  { name: 'set', run: (transport, key, options) => transport.set(key, bytes('1'), options) },
  { name: 'add', run: (transport, key, options) => transport.add(key, bytes('1'), options) },
  { name: 'replace', run: (transport, key, options) => transport.replace(key, bytes('1'), options) },
  { name: 'append', run: (transport, key, options) => transport.append(key, bytes('1'), options) },
  { name: 'prepend', run: (transport, key, options) => transport.prepend(key, bytes('1'), options) },
  {
    name: 'compareAndSet',
    run: (transport, key, options) => transport.compareAndSet(key, bytes('1'), '1', options),
  },
  {
    name: 'compareAndDelete',
    run: (transport, key, options) => transport.compareAndDelete(key, '1', options),
  },
  { name: 'delete', run: (transport, key, options) => transport.delete(key, options) },
  { name: 'touch', run: (transport, key, options) => transport.touch(key, 60, options) },
  { name: 'increment', run: (transport, key, options) => transport.increment(key, 1, options) },
]

/** All methods except `close`. */
export const allOperations: readonly Operation[] = [
  ...keyedOperations,
  { name: 'statistics', run: (transport, _key, options) => transport.statistics(options) },
  { name: 'flush', run: (transport, _key, options) => transport.flush(options) },
]

/** A method that stores a value with flags and a lifetime. */
export interface StoringOperation {
  readonly name: keyof Transport
  readonly run: (
    transport: Transport,
    key: string,
    value: Uint8Array,
    options?: StoreOptions,
  ) => Promise<boolean>
}

/** The methods that store a value with flags and a lifetime. The last two need an existing item. */
export const storingOperations: readonly StoringOperation[] = [
  { name: 'set', run: (transport, key, value, options) => transport.set(key, value, options) },
  { name: 'add', run: (transport, key, value, options) => transport.add(key, value, options) },
  { name: 'replace', run: storeBy('replace') },
  { name: 'compareAndSet', run: storeBy('compareAndSet') },
]

function storeBy(name: 'replace' | 'compareAndSet'): StoringOperation['run'] {
  return async (transport, key, value, options) => {
    await transport.set(key, bytes('before'))
    if (name === 'replace') return transport.replace(key, value, options)
    const before = await transport.gets(key)
    return transport.compareAndSet(key, value, before?.cas ?? '0', options)
  }
}

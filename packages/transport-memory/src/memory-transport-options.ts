import { assertOptions, type OptionNames } from '@lmc/transport'
import { isMemoryStore, MemoryStore } from './memory-store.ts'
import type { MemoryStoreOptions } from './memory-store-options.ts'

/** What is taken, for whoever spells it otherwise. */
const OPTIONS: OptionNames = {
  of: 'MemoryTransport',
  known: ['store', 'maxBytes', 'clock'],
  example: '{ maxBytes: 2 ** 26 }',
}

/** A store to share, or the options of one of its own. */
export interface MemoryTransportOptions extends MemoryStoreOptions {
  /** The store to speak to, which has its own bound and clock; absent: a new one by the other options. */
  readonly store?: MemoryStore | undefined
}

/**
 * Returns the store that the options name, or a new one.
 *
 * @throws {RangeError} when `maxBytes` is not a whole number from 1 MiB on.
 * @throws {TypeError} when an option is unknown, or has the wrong type.
 */
export function openStore(options: MemoryTransportOptions): MemoryStore {
  assertOptions(options, OPTIONS)
  const { store, maxBytes, clock } = options
  if (store !== undefined && (maxBytes !== undefined || clock !== undefined))
    throw new TypeError('store is given beside maxBytes or clock; expected them where the store is made')
  if (store !== undefined && !isMemoryStore(store))
    throw new TypeError('store is no MemoryStore; expected new MemoryStore(…)')
  return store ?? new MemoryStore({ maxBytes, clock })
}

import { assertStorable, type Cas, type StoreOptions } from '@lmc/transport'
import { assertCas } from '@lmc/transport'
import { Call } from '../calls/call.ts'
import { ClassicStoreCommand, type ClassicStoreOptions } from './classic-store.ts'
import { StoreCommand } from './meta-store.ts'

/** A method that stores under a condition: the mode of `ms`, and the classic command that does the same. */
interface ConditionalMethod {
  readonly flag: string
  readonly command: string
}

const conditional: Record<'add' | 'replace' | 'append' | 'prepend', ConditionalMethod> = {
  add: { flag: ' ME', command: 'add' },
  replace: { flag: ' MR', command: 'replace' },
  append: { flag: ' MA', command: 'append' },
  prepend: { flag: ' MP', command: 'prepend' },
}

/**
 * No value up to here is above a server's item limit. memcached takes no limit below 512 KiB, unless its
 * slabs are smaller as well. Key and header take less than 1 KiB of it.
 */
const SURELY_TAKEN = 511 * 1024

/**
 * Creates the call for a method that stores. A conditional method takes a classic command when the value may
 * be above the server's item limit. `ms` would delete the old item.
 *
 * @throws {TypeError} when the value is no `Uint8Array`, or an option or `cas` is of a wrong type.
 * @throws {RangeError} when an option or `cas` is out of range.
 */
export function createStoreCall(
  method: 'set' | keyof typeof conditional,
  key: string,
  value: Uint8Array,
  options?: StoreOptions,
): Call<boolean> {
  assertStorable(value, options)
  if (method === 'set') return storeCall(method, key, value, '', options)
  const { flag, command } = conditional[method]
  if (value.length <= SURELY_TAKEN) return storeCall(method, key, value, flag, options)
  const mayOutgrow = method === 'append' || method === 'prepend'
  return classicStoreCall(method, command, key, value, { ...options, mayOutgrow })
}

/**
 * Creates the call for `compareAndSet`, likewise.
 *
 * @throws {TypeError} as above.
 * @throws {RangeError} as above.
 */
export function createCompareAndSetCall(
  key: string,
  value: Uint8Array,
  cas: Cas,
  options?: StoreOptions,
): Call<boolean> {
  assertStorable(value, options)
  assertCas(cas)
  if (value.length <= SURELY_TAKEN) return storeCall('compareAndSet', key, value, ` C${cas}`, options)
  return classicStoreCall('compareAndSet', 'cas', key, value, { ...options, cas })
}

function storeCall(
  name: string,
  key: string,
  value: Uint8Array,
  condition: string,
  options: StoreOptions | undefined,
): Call<boolean> {
  return new Call(name, new StoreCommand(key, value, condition, options), key.length + 96, value.length)
}

function classicStoreCall(
  name: string,
  command: string,
  key: string,
  value: Uint8Array,
  options: ClassicStoreOptions,
): Call<boolean> {
  const classic = new ClassicStoreCommand(command, key, value, options)
  return new Call(name, classic, 2 * key.length + 128, value.length, 2)
}

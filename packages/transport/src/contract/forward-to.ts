import type { Transport } from './transport.ts'

/** What overrides have that is no part of the contract. */
type Added<Overrides> = Omit<Overrides, keyof Transport>

/**
 * Makes a transport that does what `inner` does, but for the methods in `overrides`. A wrapper names only
 * what it changes.
 *
 * @param overrides the methods to put in place of those of `inner`; they may call it. Absent ones are
 *   forwarded. What is no part of the contract is added.
 */
export function forwardTo<Overrides extends Partial<Transport>>(
  inner: Transport,
  overrides: Overrides,
): Transport & Added<Overrides> {
  const forwarded: Transport = {
    get servers() {
      return inner.servers
    },
    serverOf: (key) => inner.serverOf(key),
    get: (key, options) => inner.get(key, options),
    gets: (key, options) => inner.gets(key, options),
    getMany: (keys, options) => inner.getMany(keys, options),
    hasMany: (keys, options) => inner.hasMany(keys, options),
    set: (key, value, options) => inner.set(key, value, options),
    add: (key, value, options) => inner.add(key, value, options),
    replace: (key, value, options) => inner.replace(key, value, options),
    append: (key, value, options) => inner.append(key, value, options),
    prepend: (key, value, options) => inner.prepend(key, value, options),
    compareAndSet: (key, value, cas, options) => inner.compareAndSet(key, value, cas, options),
    compareAndDelete: (key, cas, options) => inner.compareAndDelete(key, cas, options),
    delete: (key, options) => inner.delete(key, options),
    touch: (key, lifetime, options) => inner.touch(key, lifetime, options),
    increment: (key, delta, options) => inner.increment(key, delta, options),
    flush: (options) => inner.flush(options),
    statistics: (options) => inner.statistics(options),
    close: () => inner.close(),
  }
  // By their descriptors, so that a getter of `servers` stays one.
  const descriptors = Object.getOwnPropertyDescriptors(overrides)
  return Object.defineProperties(forwarded as Transport & Added<Overrides>, descriptors)
}

import { forwardTo, type Transport } from '@lmc/transport'
import { NearCache } from './near-cache.ts'
import { type NearOptions, readNearOptions } from './near-options.ts'

/** What reads have found so far, and what is kept now. */
export interface NearFigures {
  /** How many items were given without asking a server. */
  readonly hits: number
  /** How many items a server was asked for. */
  readonly misses: number
  /** How many items are kept. */
  readonly items: number
  /** The bytes that these take. */
  readonly bytes: number
}

/** A transport that keeps items near. */
export interface NearTransport extends Transport {
  /** The figures of this moment. */
  readonly near: NearFigures
}

/**
 * Makes a transport that keeps items near: what `get` and `getMany` of another transport have found. For
 * `maxAge` milliseconds it gives them again without asking.
 *
 * All other calls go to the other transport. Writes, deletes, touches and flushes of this transport are seen
 * at once, those of others after `maxAge` at the latest. A miss is not kept, and `gets` always asks.
 *
 * @throws {TypeError} for an unknown option, or one of a wrong type.
 * @throws {RangeError} for one that is out of its range.
 */
export function nearTransport(inner: Transport, options?: NearOptions): NearTransport {
  const cache = new NearCache(inner, readNearOptions(options))
  return forwardTo(inner, {
    get near(): NearFigures {
      const { hits, misses, items } = cache
      return { hits, misses, items: items.size, bytes: items.bytes }
    },
    get: (key, callOptions) => cache.get(key, callOptions),
    getMany: (keys, callOptions) => cache.getMany(keys, callOptions),
    set: (key, value, storing) => cache.write(key, () => inner.set(key, value, storing)),
    add: (key, value, storing) => cache.write(key, () => inner.add(key, value, storing)),
    replace: (key, value, storing) => cache.write(key, () => inner.replace(key, value, storing)),
    append: (key, value, callOptions) => cache.write(key, () => inner.append(key, value, callOptions)),
    prepend: (key, value, callOptions) => cache.write(key, () => inner.prepend(key, value, callOptions)),
    compareAndSet: (key, value, cas, storing) =>
      cache.write(key, () => inner.compareAndSet(key, value, cas, storing)),
    compareAndDelete: (key, cas, callOptions) =>
      cache.write(key, () => inner.compareAndDelete(key, cas, callOptions)),
    delete: (key, callOptions) => cache.write(key, () => inner.delete(key, callOptions)),
    touch: (key, lifetime, callOptions) => cache.write(key, () => inner.touch(key, lifetime, callOptions)),
    increment: (key, delta, counting) => cache.write(key, () => inner.increment(key, delta, counting)),
    flush: (flushing) => cache.flush(() => inner.flush(flushing)),
    close: () => cache.close(),
  })
}

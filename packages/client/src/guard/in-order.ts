import { forwardTo, type Transport } from '@lmc/transport'
import type { WriteOrder } from './write-order.ts'

/** A transport whose commands for a key wait for the write that holds the key in `order`. */
export function inOrder(inner: Transport, order: WriteOrder): Transport {
  return forwardTo(inner, {
    get: (key, options) =>
      order.isIdle ? inner.get(key, options) : order.behind([key], () => inner.get(key, options)),
    gets: (key, options) => order.behind([key], () => inner.gets(key, options)),
    getMany: (keys, options) =>
      order.isIdle ? inner.getMany(keys, options) : order.behind(keys, () => inner.getMany(keys, options)),
    hasMany: (keys, options) =>
      order.isIdle ? inner.hasMany(keys, options) : order.behind(keys, () => inner.hasMany(keys, options)),
    set: (key, value, options) =>
      order.isIdle
        ? inner.set(key, value, options)
        : order.behind([key], () => inner.set(key, value, options)),
    add: (key, value, options) => order.behind([key], () => inner.add(key, value, options)),
    replace: (key, value, options) => order.behind([key], () => inner.replace(key, value, options)),
    append: (key, value, options) => order.behind([key], () => inner.append(key, value, options)),
    prepend: (key, value, options) => order.behind([key], () => inner.prepend(key, value, options)),
    compareAndSet: (key, value, cas, options) =>
      order.behind([key], () => inner.compareAndSet(key, value, cas, options)),
    compareAndDelete: (key, cas, options) =>
      order.behind([key], () => inner.compareAndDelete(key, cas, options)),
    delete: (key, options) =>
      order.isIdle ? inner.delete(key, options) : order.behind([key], () => inner.delete(key, options)),
    touch: (key, lifetime, options) => order.behind([key], () => inner.touch(key, lifetime, options)),
    increment: (key, delta, options) => order.behind([key], () => inner.increment(key, delta, options)),
    flush: (options) => (order.isIdle ? inner.flush(options) : order.behindAll(() => inner.flush(options))),
  })
}

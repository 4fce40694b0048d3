import { forwardTo, type Transport } from '@lmc/transport'
import type { WriteOrder } from './write-order.ts'

/** A transport whose commands for a key wait for the write that holds the key in `order`. */
export function inOrder(inner: Transport, order: WriteOrder): Transport {
  return forwardTo(inner, {
    get: (key, options) =>
      order.isIdle
        ? inner.get(key, options)
        : order.behind([key], () => inner.get(key, options), options?.signal),
    gets: (key, options) => order.behind([key], () => inner.gets(key, options), options?.signal),
    getMany: (keys, options) =>
      order.isIdle
        ? inner.getMany(keys, options)
        : order.behind(keys, () => inner.getMany(keys, options), options?.signal),
    hasMany: (keys, options) =>
      order.isIdle
        ? inner.hasMany(keys, options)
        : order.behind(keys, () => inner.hasMany(keys, options), options?.signal),
    set: (key, value, options) =>
      order.isIdle
        ? inner.set(key, value, options)
        : order.behind([key], () => inner.set(key, value, options), options?.signal),
    add: (key, value, options) => order.behind([key], () => inner.add(key, value, options), options?.signal),
    replace: (key, value, options) =>
      order.behind([key], () => inner.replace(key, value, options), options?.signal),
    append: (key, value, options) =>
      order.behind([key], () => inner.append(key, value, options), options?.signal),
    prepend: (key, value, options) =>
      order.behind([key], () => inner.prepend(key, value, options), options?.signal),
    compareAndSet: (key, value, cas, options) =>
      order.behind([key], () => inner.compareAndSet(key, value, cas, options), options?.signal),
    compareAndDelete: (key, cas, options) =>
      order.behind([key], () => inner.compareAndDelete(key, cas, options), options?.signal),
    delete: (key, options) =>
      order.isIdle
        ? inner.delete(key, options)
        : order.behind([key], () => inner.delete(key, options), options?.signal),
    touch: (key, lifetime, options) =>
      order.behind([key], () => inner.touch(key, lifetime, options), options?.signal),
    increment: (key, delta, options) =>
      order.behind([key], () => inner.increment(key, delta, options), options?.signal),
    flush: (options) =>
      order.isIdle ? inner.flush(options) : order.behindAll(() => inner.flush(options), options?.signal),
  })
}

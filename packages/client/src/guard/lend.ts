import { forwardTo, type Transport, TransportError } from '@lmc/transport'

/**
 * Wraps a transport that others use as well. Closing the wrapper does not close the transport. Later calls of
 * the wrapper reject with `closed`.
 */
export function lend(inner: Transport): Transport {
  let isClosed = false
  const send = <T>(command: string, call: () => Promise<T>): Promise<T> =>
    isClosed ? Promise.reject(new TransportError('closed', 'the client was closed', { command })) : call()
  return forwardTo(inner, {
    get: (key, options) => send('get', () => inner.get(key, options)),
    gets: (key, options) => send('gets', () => inner.gets(key, options)),
    getMany: (keys, options) => send('getMany', () => inner.getMany(keys, options)),
    hasMany: (keys, options) => send('hasMany', () => inner.hasMany(keys, options)),
    set: (key, value, options) => send('set', () => inner.set(key, value, options)),
    add: (key, value, options) => send('add', () => inner.add(key, value, options)),
    replace: (key, value, options) => send('replace', () => inner.replace(key, value, options)),
    append: (key, value, options) => send('append', () => inner.append(key, value, options)),
    prepend: (key, value, options) => send('prepend', () => inner.prepend(key, value, options)),
    compareAndSet: (key, value, cas, options) =>
      send('compareAndSet', () => inner.compareAndSet(key, value, cas, options)),
    compareAndDelete: (key, cas, options) =>
      send('compareAndDelete', () => inner.compareAndDelete(key, cas, options)),
    delete: (key, options) => send('delete', () => inner.delete(key, options)),
    touch: (key, lifetime, options) => send('touch', () => inner.touch(key, lifetime, options)),
    increment: (key, delta, options) => send('increment', () => inner.increment(key, delta, options)),
    flush: (options) => send('flush', () => inner.flush(options)),
    statistics: (options) => send('statistics', () => inner.statistics(options)),
    close: async () => {
      isClosed = true
    },
  })
}

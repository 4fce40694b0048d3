import { forwardTo, isTransportError, type Item, type Transport } from '@lmc/transport'

/** A listener for the answers of servers. */
export interface AnswerListener {
  /** Whether a server has failed and has not answered since. */
  readonly isOutage: boolean
  /** Called when a server has answered. `servers` are the present servers. */
  answered(server: string, servers: readonly string[]): void
}

/**
 * A transport that tells `listener` which servers answer, in every call during an outage. Without an outage
 * it costs nothing.
 */
export function noteAnswers(inner: Transport, listener: AnswerListener): Transport {
  const tell = (servers: Iterable<string>): void => {
    for (const server of servers) listener.answered(server, inner.servers)
  }
  const note = <T>(outcome: Promise<T>, serversOf: (value: T) => Iterable<string>): Promise<T> => {
    if (!listener.isOutage) return outcome
    return outcome.then((value) => {
      tell(serversOf(value))
      return value
    })
  }
  const ofKey = <T>(key: string, outcome: Promise<T>): Promise<T> =>
    listener.isOutage ? note(outcome, () => [inner.serverOf(key)]) : outcome
  const serversOf = (keys: Iterable<string>): Set<string> =>
    new Set(Array.from(keys, (key) => inner.serverOf(key)))
  const ofKeys = <Found extends Map<string, Item> | Set<string>>(
    keys: readonly string[],
    outcome: Promise<Found>,
  ): Promise<Found> => {
    if (!listener.isOutage) return outcome
    return note(outcome, () => serversOf(keys)).catch((error: unknown) => {
      if (isTransportError(error) && error.partial !== undefined) tell(serversOf(error.partial.keys()))
      throw error
    })
  }
  return forwardTo(inner, {
    get: (key, options) => ofKey(key, inner.get(key, options)),
    gets: (key, options) => ofKey(key, inner.gets(key, options)),
    getMany: (keys, options) => ofKeys(keys, inner.getMany(keys, options)),
    hasMany: (keys, options) => ofKeys(keys, inner.hasMany(keys, options)),
    set: (key, value, options) => ofKey(key, inner.set(key, value, options)),
    add: (key, value, options) => ofKey(key, inner.add(key, value, options)),
    replace: (key, value, options) => ofKey(key, inner.replace(key, value, options)),
    append: (key, value, options) => ofKey(key, inner.append(key, value, options)),
    prepend: (key, value, options) => ofKey(key, inner.prepend(key, value, options)),
    compareAndSet: (key, value, cas, options) => ofKey(key, inner.compareAndSet(key, value, cas, options)),
    compareAndDelete: (key, cas, options) => ofKey(key, inner.compareAndDelete(key, cas, options)),
    delete: (key, options) => ofKey(key, inner.delete(key, options)),
    touch: (key, lifetime, options) => ofKey(key, inner.touch(key, lifetime, options)),
    increment: (key, delta, options) => ofKey(key, inner.increment(key, delta, options)),
    flush: (options) =>
      note(inner.flush(options), () => (options?.server === undefined ? inner.servers : [options.server])),
    statistics: (options) =>
      note(inner.statistics(options), (entries) =>
        entries.filter(({ error }) => error === undefined).map(({ server }) => server),
      ),
  })
}
